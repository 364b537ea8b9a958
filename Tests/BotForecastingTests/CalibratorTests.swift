import BotForecasting
import Testing

/// Goal: a calibration takes strength from a forecast and never adds any. By hand.
struct CalibratorTests {
    @Test func aLineIsFound() {
        let forecasts = [-0.2, -0.1, 0, 0.1, 0.2]
        let calibrator = Calibrator(
            forecasts: forecasts, outcomes: forecasts.map { 0.3 + 0.5 * $0 }, weights: [1, 2, 3, 2, 1])
        #expect(abs(calibrator.slope - 0.5) < 1e-12)
        #expect(abs(calibrator.intercept - 0.3) < 1e-12)
        #expect(abs(calibrator.deployedSlope - 0.5) < 1e-12)
    }

    @Test func weightsDecide() {
        let calibrator = Calibrator(
            forecasts: [0, 1, 0, 1], outcomes: [0, 1, 0, -1], weights: [1, 3, 1, 1])
        // At f = 1 the weighted mean outcome is (3 - 1) / 4.
        #expect(abs(calibrator.slope - 0.5) < 1e-12)
    }

    @Test(arguments: [(2.0, 1.0), (-1, 0), (0.7, 0.7)])
    func theDeployedSlopeIsCut(slope: Double, deployed: Double) {
        let calibrator = Calibrator(forecasts: [-1, 1], outcomes: [-slope, slope], weights: [1, 1])
        #expect(calibrator.slope == slope)
        #expect(calibrator.deployedSlope == deployed)
    }

    @Test func forecastsThatDoNotVaryHaveNoSlope() {
        #expect(Calibrator(forecasts: [0.1, 0.1], outcomes: [1, 2], weights: [1, 1]).slope == 0)
        #expect(Calibrator(forecasts: [], outcomes: [], weights: []).slope == 0)
    }
}
