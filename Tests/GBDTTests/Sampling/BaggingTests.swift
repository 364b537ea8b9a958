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

    private func data(_ rowCount: Int, groups: [Int]? = nil) throws -> Dataset {
        let values = (0..<rowCount).map(Float.init)
        let matrix = try FeatureMatrix(rowCount: rowCount, columnCount: 1, rowMajor: values)
        return try Dataset(
            matrix, labels: values.map { $0.truncatingRemainder(dividingBy: 4) == 0 ? 1 : 0 }, groups: groups)
    }

    @Test func nothingIsDrawnWithoutBothFractionAndFrequency() throws {
        #expect(Bagging(try data(10), parameters: parameters(0.5, every: 0)) == nil)
        #expect(Bagging(try data(10), parameters: parameters(1, every: 1)) == nil)
    }

    @Test func bagsAreAscendingOfAboutTheRightSizeAndDiffer() throws {
        var bagging = try #require(Bagging(try data(10_000), parameters: parameters(0.3, every: 2)))
        let bags = (0..<3).map { bagging.draw(iteration: $0) }
        let first = try #require(bags[0])
        #expect(bags[1] == nil)
        let second = try #require(bags[2])
        #expect(first != second)
        #expect(abs(Double(first.count) - 3_000) < 200)
        #expect(zip(first, first.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func aRowsFateDoesNotDependOnLaterRows() throws {
        var short = try #require(Bagging(try data(1_500), parameters: parameters(0.5, every: 1)))
        var long = try #require(Bagging(try data(4_000), parameters: parameters(0.5, every: 1)))
        let longBag = long.draw(iteration: 0)
        let shortBag = short.draw(iteration: 0)
        #expect(try shortBag == #require(longBag).filter { $0 < 1_500 })
    }

    @Test func aBagOfEveryRowIsTheLast() throws {
        var bagging = try #require(Bagging(try data(3), parameters: parameters(0.9, every: 1)))
        let bags = (0..<200).map { bagging.draw(iteration: $0) }
        let last = try #require(bags.firstIndex { $0?.count == 3 })
        #expect(bags[..<last].allSatisfy { $0 != nil } && bags[(last + 1)...].allSatisfy { $0 == nil })
    }

    @Test func positiveAndNegativeRowsHaveTheirOwnShares() throws {
        var parameters = parameters(1, every: 1)
        parameters.objective = .binary
        parameters.positiveBaggingFraction = 0.8
        parameters.negativeBaggingFraction = 0.2
        var bagging = try #require(Bagging(try data(8_000), parameters: parameters))
        let drawn = bagging.draw(iteration: 0)
        let bag = try #require(drawn)
        let positives = bag.filter { $0 % 4 == 0 }.count
        #expect(abs(Double(positives) - 1_600) < 100)
        #expect(abs(Double(bag.count - positives) - 1_200) < 120)
    }

    @Test func groupsAreDrawnWhole() throws {
        var parameters = parameters(0.5, every: 1)
        parameters.baggingByQuery = true
        var bagging = try #require(
            Bagging(try data(3_000, groups: Array(repeating: 3, count: 1_000)), parameters: parameters))
        let drawn = bagging.draw(iteration: 0)
        let bag = Set(try #require(drawn))
        #expect(bag.allSatisfy { row in (0..<3).allSatisfy { bag.contains(row / 3 * 3 + $0) } })
        #expect(abs(Double(bag.count) - 1_500) < 150)
    }
}
