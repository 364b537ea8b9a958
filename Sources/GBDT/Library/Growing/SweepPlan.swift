/// Which worker builds and searches which features: fixed, so that results do not depend on who is quicker.
struct SweepPlan: Sendable {
    /// Neighbouring columns of one panel, with the features that stand in each.
    struct Part: Sendable {
        let panel: Int
        /// The first of the columns, counted within the panel.
        let firstColumn: Int
        /// By column.
        let features: [[Int]]
    }

    /// What one worker does.
    struct Share: Sendable {
        var parts: [Part] = []
        /// Features of more than 256 bins.
        var wideFeatures: [Int] = []

        /// What a row costs, in columns: a wide histogram misses the first-level cache.
        fileprivate var cost: Int { parts.reduce(0) { $0 + $1.features.count } + 2 * wideFeatures.count }
    }

    let shares: [Share]
    /// Every panel as a whole, for workers that share rows and not columns.
    let panels: [Part]

    init(_ table: FeatureTable, workerCount: Int) {
        var features: [Int: [Int]] = [:]
        for (index, feature) in table.features.enumerated() {
            if let column = feature.narrowColumn { features[column, default: []].append(index) }
        }
        var shares = [Share](repeating: Share(), count: max(1, workerCount))
        let panelCount = table.panels.panels.count
        for (number, panel) in table.panels.panels.enumerated() {
            let width = panel.columns.count
            for worker in shares.indices {
                // Whole panels where they come out even: a row's line is then fetched by one thread alone.
                let isOwner = number % shares.count == worker
                let columns =
                    panelCount % shares.count == 0
                    ? 0..<(isOwner ? width : 0)
                    : width * worker / shares.count..<width * (worker + 1) / shares.count
                guard !columns.isEmpty else { continue }
                shares[worker].parts.append(
                    Part(
                        panel: number, firstColumn: columns.lowerBound,
                        features: columns.map { features[panel.columns[$0]] ?? [] }))
            }
        }
        for index in table.features.indices {
            guard case .wide = table.features[index].place else { continue }
            let worker = shares.indices.min { (shares[$0].cost, $0) < (shares[$1].cost, $1) } ?? 0
            shares[worker].wideFeatures.append(index)
        }
        self.shares = shares
        panels = table.panels.panels.enumerated().map { number, panel in
            Part(panel: number, firstColumn: 0, features: panel.columns.map { features[$0] ?? [] })
        }
    }
}
