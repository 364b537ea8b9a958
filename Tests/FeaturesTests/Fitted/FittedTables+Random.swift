@testable import Features
import Market
import TestSupport

extension FittedTables {
    /// For tests: tables of every category and both ticks that say something else for every bin.
    static func random(seed: UInt64, before day: Timestamp) -> FittedTables {
        var generator = SeededGenerator(seed: seed)
        var books: [BookTables] = []
        for tick in [10, 100] as [Int32] {
            for category in 0..<MarketCategory.slotCount {
                let adjustments = (0..<MicroPriceTable.stateCount).map { _ in generator.normal() }
                let weights = (0..<PrincipalWeights.levelCount).map { _ in generator.uniform() }
                books.append(
                    BookTables(
                        tick: tick, category: category, microPrice: MicroPriceTable(adjustments: adjustments),
                        weights: PrincipalWeights(weights: weights)))
            }
        }
        let volumes = (0..<MarketCategory.slotCount).map { _ in
            var baseline = HourOfWeekBaseline()
            for hour in 0..<2 * HourOfWeekBaseline.hourCount {
                baseline.add(100 + 900 * generator.uniform(), hourStarting: day - .days(21) + .hours(hour))
            }
            return baseline
        }
        return FittedTables(fittedThrough: day - .nanoseconds(1), books: books, volumes: volumes)
    }
}
