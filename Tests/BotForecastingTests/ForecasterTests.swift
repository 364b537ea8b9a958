import BotForecasting
import Features
import GBDT
import Market
import Testing

/// Goal: a forecaster serves what its files say, on the right columns, or is not made at all.
struct ForecasterTests {
    private static let schema = FeatureSchema(
        columns: ["a", "b", "c"].map {
            FeatureColumn(name: $0, group: .orderBook, unit: "ratio", parity: .none, summary: "made up")
        })
    private static let version = ModelVersion("20260711-0123456789ab")!

    /// Trees on columns c and a: the label is c.
    private static func modelText() throws -> String {
        let rows = 400
        let values = (0..<2 * rows).map { Float(($0 * 37) % 101) / 100 }
        var parameters = TrainingParameters()
        parameters.iterations = 20
        let matrix = try FeatureMatrix(rowCount: rows, columnCount: 2, rowMajor: values)
        let labels = (0..<rows).map { values[2 * $0] - 0.5 }
        let data = try Dataset(matrix, labels: labels, featureNames: ["c", "a"], parameters: parameters)
        return try Booster.train(on: data, parameters: parameters).modelText()
    }

    private static func manifest(
        columns: [String] = ["c", "a"], schema: SchemaHash = schema.hash, slope: Double = 0.5,
        linear: LinearModel? = nil, deviation: Double = 0.2, weight: Double = 0.3,
        winsor: ClosedRange<Double> = -0.4...0.4
    ) -> ModelManifest {
        ModelManifest(
            schema: schema, columns: columns, labelVersion: 1, horizon: .hours(1), calibrationSlope: slope,
            linear: linear, residualStandardDeviation: deviation, blendWeightMax: weight, winsor: winsor,
            trainingSpan: Timestamp(seconds: 0)...Timestamp(seconds: 1), lastLabelEnd: Timestamp(seconds: 2),
            created: Timestamp(seconds: 3), seed: 1, tier: "A", parent: nil, modelByteCount: 1)
    }

    private static func forecaster(_ manifest: ModelManifest) throws -> Forecaster {
        try Forecaster(version: version, manifest: manifest, modelText: try modelText(), schema: schema)
    }

    private static func row(_ values: [Float]) -> FeatureRow {
        FeatureRow(
            asset: MarketID(3).yes, time: Timestamp(seconds: 60),
            context: RowContext(
                event: EventID(1), bid: Price(checked: 4_900), ask: Price(checked: 5_100), tick: 100, fee: .free,
                stalenessLimit: .seconds(30)),
            values: values)
    }

    @Test func contributionsAddUpToTheForecast() throws {
        let linear = LinearModel(
            transforms: [.identity, .signedLog], means: [0.4, 0.2], scales: [2, 0.5], coefficients: [0.03, -0.02])
        let forecaster = try Self.forecaster(Self.manifest(linear: linear))
        for values in [[0.1, 99, 0.9], [0.8, 1, .nan], [.nan, 0, 0.3]] as [[Float]] {
            let row = Self.row(values)
            let found = try forecaster.contributions(row)
            #expect(found.columns.map(\.name) == ["c", "a"])
            #expect(found.logitMove == forecaster.forecast(row).logitMove)
            let sum = found.columns.reduce(found.constant) { $0 + $1.value }
            #expect(abs(sum - found.logitMove) < 1e-9)
        }
        // The label is column c.
        let high = try forecaster.contributions(Self.row([0.5, 0, 0.95])).columns
        #expect(high[0].value > 0.1 && abs(high[1].value) < 0.1)
    }

    @Test func aRowIsScoredOnTheModelsOwnColumns() throws {
        let forecaster = try Self.forecaster(Self.manifest())
        let booster = try Booster(modelText: try Self.modelText())
        let forecast = forecaster.forecast(Self.row([0.1, 99, 0.9]))
        let raw = booster.predict([Float(0.9), 0.1].span)
        #expect(forecast.logitMove == 0.5 * raw)
        #expect(forecast.standardDeviation == 0.2)
        #expect(forecast.source == .model(Self.version))
        #expect(forecast.asset == MarketID(3).yes)
        #expect(forecast.time == Timestamp(seconds: 60))
        #expect(forecaster.logitMoves(rowMajor: [0.9, 0.1, 0.2, .nan]).first == forecast.logitMove)
    }

    @Test func aLinearPartIsAddedBeforeCalibration() throws {
        let linear = LinearModel(
            transforms: [.identity, .identity], means: [0.5, 0], scales: [2, 1], coefficients: [0.1, 0])
        let with = try Self.forecaster(Self.manifest(linear: linear)).logitMove([0.75, 0])
        let without = try Self.forecaster(Self.manifest()).logitMove([0.75, 0])
        // 0.5 * 0.1 * (0.75 - 0.5) * 2.
        #expect(abs(with - without - 0.025) < 1e-15)
    }

    @Test func noForecastGoesBeyondWhatTrainingSaw() throws {
        let linear = LinearModel(
            transforms: [.identity, .identity], means: [0, 0], scales: [1, 1], coefficients: [10, -10])
        let forecaster = try Self.forecaster(Self.manifest(linear: linear))
        for value in [Float.nan, 1e9, -1e9, .infinity, 0, 5] {
            let move = forecaster.logitMove([value, -value])
            #expect(move.isFinite && abs(move) <= 0.4)
        }
        #expect(forecaster.logitMove([1e9, -1e9]) == 0.4)
    }

    @Test func anotherSchemaIsRefusedWithBothHashes() throws {
        let other = SchemaHash(hex: "beef")
        #expect(throws: ForecastingError.schemaMismatch(model: "beef", running: Self.schema.hash.hex)) {
            try Self.forecaster(Self.manifest(schema: other))
        }
    }

    @Test func columnsMustExistAndFitTheTrees() throws {
        #expect(throws: ForecastingError.unknownColumn("d")) {
            try Self.forecaster(Self.manifest(columns: ["c", "d"]))
        }
        #expect(throws: ForecastingError.columnCountMismatch(manifest: 3, model: 2)) {
            try Self.forecaster(Self.manifest(columns: ["a", "b", "c"]))
        }
        let linear = LinearModel(transforms: [.identity], means: [0], scales: [1], coefficients: [1])
        #expect(throws: ForecastingError.columnCountMismatch(manifest: 2, model: 1)) {
            try Self.forecaster(Self.manifest(linear: linear))
        }
    }

    @Test func numbersThatCannotServeAreRefused() throws {
        for manifest in [
            Self.manifest(slope: .nan), Self.manifest(slope: 1.1), Self.manifest(slope: -0.1),
            Self.manifest(deviation: 0), Self.manifest(deviation: .infinity), Self.manifest(weight: 2),
            Self.manifest(winsor: -.infinity...0),
        ] {
            #expect(throws: ForecastingError.self) { try Self.forecaster(manifest) }
        }
    }

    @Test func aCutOffModelTextIsRefused() throws {
        let text = try Self.modelText()
        for length in [0, 10, text.utf8.count / 2] {
            #expect(throws: ForecastingError.self) {
                try Forecaster(
                    version: Self.version, manifest: Self.manifest(), modelText: String(text.prefix(length)),
                    schema: Self.schema)
            }
        }
    }

    @Test func theSlotKeepsTheOldModelWhenTheNewOneDoesNotFit() throws {
        let slot = ModelSlot(schema: Self.schema.hash)
        #expect(slot.forecaster == nil)
        let sound = try Self.forecaster(Self.manifest())
        try slot.install(sound)
        #expect(slot.forecaster === sound)
        let other = FeatureSchema(columns: Array(Self.schema.columns.reversed()))
        let foreign = try Forecaster(
            version: Self.version, manifest: Self.manifest(schema: other.hash), modelText: try Self.modelText(),
            schema: other)
        #expect(throws: ForecastingError.schemaMismatch(model: other.hash.hex, running: Self.schema.hash.hex)) {
            try slot.install(foreign)
        }
        #expect(slot.forecaster === sound)
    }
}
