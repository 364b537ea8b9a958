import GBDT

/// How a model's predictions are computed, as the commands print it.
struct PlanReport: Encodable {
    let singleRow: String
    let batch: String
    let instructionSet: String
    let trees: Int
    let leavesMax: Int
    let slots: Int
    let bytes: Int
    let reason: String

    enum CodingKeys: String, CodingKey {
        case batch, trees, slots, bytes, reason
        case singleRow = "single_row"
        case instructionSet = "instruction_set"
        case leavesMax = "leaves_max"
    }

    init(_ plan: ServingPlan) {
        singleRow = plan.singleRow.rawValue
        batch = plan.batch.rawValue
        instructionSet = plan.instructionSet.rawValue
        trees = plan.treeCount
        leavesMax = plan.leafCountMax
        slots = plan.slotCount
        bytes = plan.byteCount
        reason = plan.reason
    }
}
