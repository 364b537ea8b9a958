public import Store

/// What one run of the labeler did.
public struct LabelingReport: Hashable, Sendable {
    /// Rows whose t1 + delay had passed and that had no label.
    public var due = 0
    /// New labels by kind, every kind listed, censored ones among them.
    public var kinds = LabelKind.allCases.map { LabelCount($0, 0) }
    /// New censored labels by reason, every reason listed.
    public var censored = CensorReason.allCases.map { LabelCount($0, 0) }
    /// Rows that are due and cannot be told yet.
    public var waiting = 0

    public init() {}

    /// New labels with a target.
    public var labelled: Int { kinds.reduce(0) { $0 + ($1.key == .censored ? 0 : $1.count) } }

    public func count(_ kind: LabelKind) -> Int { kinds.first { $0.key == kind }?.count ?? 0 }
    public func count(_ reason: CensorReason) -> Int { censored.first { $0.key == reason }?.count ?? 0 }

    mutating func add(_ label: Label) {
        for index in kinds.indices where kinds[index].key == label.kind { kinds[index].count += 1 }
        for index in censored.indices where censored[index].key == label.reason { censored[index].count += 1 }
    }
}
