import BotForecasting
import Features
import Testing

@testable import BotUpdater

/// Goal: a young journal trains on few columns, fixed beforehand, that really exist.
struct ColumnPlanTests {
    private let plan = ColumnPlan(schema: .current)
    private let names = FeatureSchema.current.columns.map(\.name)

    @Test func youngJournalsTrainOnAtMostFortyColumns() {
        for tier in [Tier.a, .b] {
            let columns = plan.columns(for: tier, among: names)
            #expect(columns.count <= 40)
            #expect(columns.count >= 30)
            #expect(Set(columns).count == columns.count)
            #expect(Set(columns).isSubset(of: Set(plan.full)))
        }
    }

    @Test func aFullJournalTrainsOnAllThatTrain() {
        let trained = FeatureSchema.current.columns.filter(\.trains).map(\.name)
        #expect(plan.columns(for: .c, among: names) == trained)
        #expect(!trained.contains("best_bid"))
    }

    @Test func namesThatARowDoesNotHaveAreSkipped() {
        #expect(plan.columns(for: .a, among: ["spread", "p_market", "unheard_of"]) == ["spread", "p_market"])
    }

    @Test func levelsAreShownAsLogs() {
        #expect(plan.levels.contains("bid_depth_total"))
        #expect(!plan.levels.contains("depth_imbalance"))
        #expect(ColumnTransform.signedLog(-1.718281828459045) == -1)
        #expect(ColumnTransform.signedLog(0) == 0)
        #expect(ColumnTransform.identity(-3) == -3)
    }
}
