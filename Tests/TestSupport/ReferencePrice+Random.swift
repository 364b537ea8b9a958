private import Glibc
public import Market

extension ReferencePrice {
    /// For tests: a random walk of an outside price, with silences of some minutes, and a late and a broken price now
    /// and then.
    public static func random(
        _ name: String, seed: UInt64, from start: Timestamp, until end: Timestamp
    ) -> [ReferencePrice] {
        var generator = SeededGenerator(seed: seed)
        var prices: [ReferencePrice] = []
        var time = start
        var log = 11.0
        while true {
            let pause = generator.chance(0.01) ? 300.0 : 0
            let seconds = pause + generator.exponential(mean: 7)
            time = time + .nanoseconds(Int64(seconds * 1e9) + 1)
            guard time <= end else { return prices }
            log += 1e-4 * generator.normal()
            let lag = generator.chance(0.02) ? Duration.minutes(2) : .milliseconds(20)
            prices.append(
                ReferencePrice(
                    name: name, value: generator.chance(0.01) ? 0 : exp(log), exchangeTime: time - lag,
                    receiveTime: time))
        }
    }
}
