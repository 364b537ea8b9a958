private import Glibc
private import Market

/// Log-odds of prices, L(p) = ln(p / (1 - p)).
enum LogOdds {
    /// Twice a mid in price units is a whole number below this.
    static let doubleOne = 2 * Int(Price.one)

    /// L by twice the mid in price units. Built as a difference of logarithms, so that the log-odds of the other token
    /// are the exact negative.
    private static let table: [Double] = (0...doubleOne).map { doubleMid in
        log(Double(doubleMid)) - log(Double(doubleOne - doubleMid))
    }

    /// L of a mid, clipped to [tick/2, 1 - tick/2]. The tick is in price units.
    @inline(__always)
    static func of(doubleMid: Int, tick: Int32) -> Double {
        table[min(max(doubleMid, Int(tick)), doubleOne - Int(tick))]
    }

    /// L of many mids with one tick: the table is fetched once.
    struct Clipped {
        private let table = LogOdds.table
        private let low: Int
        private let high: Int

        init(tick: Int32) {
            low = Int(tick)
            high = doubleOne - Int(tick)
        }

        @inline(__always)
        func of(doubleMid: Int) -> Double { table[min(max(doubleMid, low), high)] }
    }

    /// L of a price in USDC, clipped to [tick/2, 1 - tick/2].
    static func of(_ price: Double, tick: Int32) -> Double {
        let bound = Double(tick) * 0.5e-4
        let clipped = min(max(price, bound), 1 - bound)
        return price.isNaN ? .nan : log(clipped) - log(1 - clipped)
    }
}
