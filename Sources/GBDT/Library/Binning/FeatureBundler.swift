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
    private let isEnabled: Bool
    private var places: [BinnedMatrix.Place] = []
    private var mappers: [BinMapper] = []
    private var codes: [UInt8] = []
    private var wideCodes: [UInt16] = []
    private var groups: [Group] = []

    init(rowCount: Int, isEnabled: Bool) {
        self.rowCount = rowCount
        self.isEnabled = isEnabled
    }

    /// Takes the next column.
    mutating func append(_ column: BinningKernels.Codes, mapper: BinMapper) {
        mappers.append(mapper)
        switch column {
        case .wide(let column):
            places.append(.wide(wideCodes.count / rowCount))
            wideCodes.append(contentsOf: column)
        case .narrow(let column):
            if mapper.binCount <= 1 {
                places.append(.constant)
            } else if isEnabled, let place = bundle(column, mapper) {
                places.append(place)
            } else {
                places.append(.narrow(codes.count / rowCount))
                codes.append(contentsOf: column)
            }
        }
    }

    /// Where the columns stand; groups of one are plain columns again.
    consuming func finish() -> (places: [BinnedMatrix.Place], codes: [UInt8], wideCodes: [UInt16]) {
        for group in groups.indices {
            let index = codes.count / rowCount
            if let column = groups[group].columns.first, groups[group].columns.count == 1 {
                let member = BundleMember(firstCode: 1, mapper: mappers[column])
                codes.append(contentsOf: groups[group].codes.map { UInt8(member.bin(ofCode: Int($0))) })
                places[column] = .narrow(index)
            } else {
                codes.append(contentsOf: groups[group].codes)
                for column in groups[group].columns {
                    guard case .bundled(_, let member) = places[column] else { continue }
                    places[column] = .bundled(index, member)
                }
            }
            groups[group].codes = []
        }
        return (places, codes, wideCodes)
    }

    /// Puts a column into the first group where no row would have two members off their most frequent bin. nil when the
    /// column is not sparse.
    private mutating func bundle(_ column: [UInt8], _ mapper: BinMapper) -> BinnedMatrix.Place? {
        let usual = UInt8(mapper.mostFrequentBin)
        let rows = column.indices.filter { column[$0] != usual }
        guard Double(rowCount - rows.count) >= Self.sparseShareMin * Double(rowCount) else { return nil }
        let width = mapper.binCount - 1
        let index =
            groups.indices.suffix(Self.groupsSearchedMax).first { group in
                groups[group].codeCount + width <= 256 && rows.allSatisfy { groups[group].codes[$0] == 0 }
            } ?? groups.count
        if index == groups.count { groups.append(Group(codes: Array(repeating: 0, count: rowCount))) }
        let member = BundleMember(firstCode: groups[index].codeCount, mapper: mapper)
        for row in rows { groups[index].codes[row] = UInt8(member.code(ofBin: Int(column[row]))) }
        groups[index].codeCount += width
        groups[index].columns.append(mappers.count - 1)
        return .bundled(index, member)
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
