import BotEngine
import Foundation
import Market
import Testing

@testable import Bot

/// Goal: settings are typed and checked; a mistyped name is an error that says what was meant.
struct BotConfigurationTests {
    @Test func nothingSetMeansPaperAndDryRun() throws {
        let configuration = try BotConfiguration(environment: [:])
        #expect(configuration.mode == .paper && configuration.isDryRun)
        #expect(configuration == BotConfiguration())
    }

    @Test func everyKeyIsApplied() throws {
        let configuration = try BotConfiguration(environment: [
            "POLYBOT_ENABLE_ML": "false", "POLYBOT_ML_MODEL_DIR": "kept", "POLYBOT_ML_DATA_DB": "d.sqlite",
            "POLYBOT_ML_RETRAIN_INTERVAL_HOURS": "12", "POLYBOT_ML_MIN_TRAINING_EXAMPLES": "2000",
            "POLYBOT_ML_VALIDATION_THRESHOLD_R2": "0.05", "POLYBOT_ML_PREDICTION_BLEND_WEIGHT": "0.5",
            "POLYBOT_BANKROLL": "500", "POLYBOT_MAX_ORDERS_PER_HOUR": "3", "HOME": "ignored",
        ])
        #expect(!configuration.isLearningEnabled)
        #expect(configuration.modelFolder == "kept" && configuration.database == "d.sqlite")
        #expect(configuration.retrainInterval == .hours(12) && configuration.trainingExamplesMin == 2_000)
        #expect(configuration.validationThresholdR2 == 0.05 && configuration.blendWeight == 0.5)
        #expect(configuration.bankroll == Money(dollars: 500) && configuration.limits.ordersPerHour == 3)
    }

    @Test func aMistypedNameIsRefusedWithTheNearestOne() {
        #expect {
            try BotConfiguration(environment: ["POLYBOT_ENABEL_ML": "true"])
        } throws: { error in
            let text = String(describing: error)
            return text.contains("POLYBOT_ENABEL_ML") && text.contains("POLYBOT_ENABLE_ML")
        }
    }

    @Test(arguments: [
        ["POLYBOT_MODE": "live"], ["POLYBOT_MODE": "papier"], ["POLYBOT_DRY_RUN": "maybe"],
        ["POLYBOT_MAX_POSITION_FRACTION": "2"], ["POLYBOT_BANKROLL": "nan"],
        ["POLYBOT_ML_RETRAIN_INTERVAL_HOURS": "6.5"], ["POLYBOT_ML_MODEL_DIR": ""],
        ["POLYBOT_MAX_POSITION_FRACTION": "0.5"], ["POLYBOT_ML_USE_ENSEMBLE": "true"],
    ])
    func aBadOrContradictoryValueIsRefusedByName(_ environment: [String: String]) {
        #expect {
            try BotConfiguration(environment: environment)
        } throws: { error in
            guard let error = error as? ConfigurationError else { return false }
            return environment[error.key] != nil && !error.reason.isEmpty
        }
    }

    @Test func theReferenceListsEveryKeyWithItsMeaning() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/CONFIGURATION.md"), encoding: .utf8)
        for key in BotConfiguration.keys {
            let row = text.split(separator: "\n").first { $0.contains("`\(key.name)`") && $0.hasPrefix("|") }
            #expect(row?.contains(key.help) == true, "\(key.name) is missing or explained otherwise")
        }
    }

    @Test func everyKeyIsNamedOnceAndExplained() {
        let names = BotConfiguration.keys.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(BotConfiguration.keys.allSatisfy { !$0.help.isEmpty && $0.name.hasPrefix("POLYBOT_") })
    }
}
