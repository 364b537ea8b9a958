/// Lays binned columns out, sparse ones that are never off their most frequent bin together sharing one byte column
/// (exclusive feature bundling; Ke et al., 2017, section 4; `src/io/dataset.cpp`).
///
///     code 0              every member in its most frequent bin
///     firstCode + i       the member's other bins, in order
///
/// LightGBM lets a few rows in ten thousand break the rule and loses what they say; here no row may, so that trees are
/// those of the unbundled data.
struct FeatureBundler {
    private static let sparseShareMin = 0.7
    private static let groupsSearchedMax = 100

    private struct Group {
        var codes: [UInt8]
        var codeCount = 1
        var columns: [Int] = []
    }

    private let rowCount: Int
    private let mappers: [BinMapper]
    private var groups: [Group] = []

    init(rowCount: Int, mappers: [BinMapper]) {
        self.rowCount = rowCount
        self.mappers = mappers
    }

    /// Where the columns stand when sparse ones share bytes: groups of one stay what they are, bundles come last.
    /// - Parameters:
    ///   - places: of one-byte codes or others, one per mapper.
    ///   - codes: the columns of one-byte codes.
    mutating func bundled(
        _ places: [BinnedMatrix.Place], _ codes: [UInt8]
    ) -> (places: [BinnedMatrix.Place], codes: [UInt8]) {
        var members: [(group: Int, member: BundleMember)?] = []
        for (column, place) in places.enumerated() {
            if case .narrow(let index) = place {
                members.append(join(column, codes.span.extracting(index * rowCount..<(index + 1) * rowCount)))
            } else {
                members.append(nil)
            }
        }
        guard groups.contains(where: { $0.columns.count > 1 }) else { return (places, codes) }
        var result = (places: places, codes: [UInt8]())
        for (column, place) in places.enumerated() {
            guard case .narrow(let index) = place else { continue }
            if let group = members[column]?.group, groups[group].columns.count > 1 { continue }
            result.places[column] = .narrow(result.codes.count / rowCount)
            result.codes += codes[index * rowCount..<(index + 1) * rowCount]
        }
        for group in groups where group.columns.count > 1 {
            for column in group.columns {
                guard let member = members[column]?.member else { continue }
                result.places[column] = .bundled(result.codes.count / rowCount, member)
            }
            result.codes += group.codes
        }
        return result
    }

    /// Puts a column into the first group where no row would have two members off their most frequent bin. nil when the
    /// column is not sparse.
    private mutating func join(_ number: Int, _ column: Span<UInt8>) -> (group: Int, member: BundleMember)? {
        let mapper = mappers[number]
        let usual = UInt8(mapper.mostFrequentBin)
        var usualCount = 0
        for row in column.indices where column[row] == usual { usualCount += 1 }
        guard Double(usualCount) >= Self.sparseShareMin * Double(rowCount) else { return nil }
        let rows = column.indices.filter { column[$0] != usual }
        let width = mapper.binCount - 1
        let index =
            groups.indices.suffix(Self.groupsSearchedMax).first { group in
                groups[group].codeCount + width <= 256 && rows.allSatisfy { groups[group].codes[$0] == 0 }
            } ?? groups.count
        if index == groups.count { groups.append(Group(codes: Array(repeating: 0, count: rowCount))) }
        let member = BundleMember(firstCode: groups[index].codeCount, mapper: mapper)
        for row in rows { groups[index].codes[row] = UInt8(member.code(ofBin: Int(column[row]))) }
        groups[index].codeCount += width
        groups[index].columns.append(number)
        return (index, member)
    }
}

/// A feature's share of the codes of a bundle.
struct BundleMember: Sendable, Hashable {
    /// The code of its first bin that is not the most frequent.
    let firstCode: Int
    private let binCount: Int
    private let mostFrequentBin: Int

    init(firstCode: Int, mapper: BinMapper) {
        self.firstCode = firstCode
        binCount = mapper.binCount
        mostFrequentBin = mapper.mostFrequentBin
    }

    /// Of a bin that is not the most frequent.
    func code(ofBin bin: Int) -> Int { firstCode + (bin < mostFrequentBin ? bin : bin - 1) }

    /// The most frequent bin for codes of other members.
    func bin(ofCode code: Int) -> Int {
        let place = code - firstCode
        guard place >= 0, place < binCount - 1 else { return mostFrequentBin }
        return place < mostFrequentBin ? place : place + 1
    }
}
