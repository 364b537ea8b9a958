import Testing

@testable import GBDT

/// Goal: bags have the right size, order and life.
struct BaggingTests {
    private func parameters(_ fraction: Double, every frequency: Int) -> TrainingParameters {
        var parameters = TrainingParameters()
        parameters.baggingFraction = fraction
        parameters.baggingFrequency = frequency
        return parameters
    }

    @Test func nothingIsDrawnWithoutBothFractionAndFrequency() {
        #expect(Bagging(rowCount: 10, parameters: parameters(0.5, every: 0)) == nil)
        #expect(Bagging(rowCount: 10, parameters: parameters(1, every: 1)) == nil)
    }

    @Test func bagsAreAscendingOfAboutTheRightSizeAndDiffer() throws {
        var bagging = try #require(Bagging(rowCount: 10_000, parameters: parameters(0.3, every: 2)))
        let bags = (0..<3).map { bagging.draw(iteration: $0) }
        let first = try #require(bags[0])
        #expect(bags[1] == nil)
        let second = try #require(bags[2])
        #expect(first != second)
        #expect(abs(Double(first.count) - 3_000) < 200)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func aRowsFateDoesNotDependOnLaterRows() throws {
        var short = try #require(Bagging(rowCount: 1_500, parameters: parameters(0.5, every: 1)))
        var long = try #require(Bagging(rowCount: 4_000, parameters: parameters(0.5, every: 1)))
        let longBag = long.draw(iteration: 0)
        let shortBag = short.draw(iteration: 0)
        #expect(try shortBag == #require(longBag).filter { $0 < 1_500 })
    }

    @Test func aBagOfEveryRowIsTheLast() throws {
        var bagging = try #require(Bagging(rowCount: 3, parameters: parameters(0.9, every: 1)))
        let bags = (0..<200).map { bagging.draw(iteration: $0) }
        let last = try #require(bags.firstIndex { $0?.count == 3 })
        #expect(bags[..<last].allSatisfy { $0 != nil } && bags[(last + 1)...].allSatisfy { $0 == nil })
    }
}
