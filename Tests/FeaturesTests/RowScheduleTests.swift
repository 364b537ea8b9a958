@testable import Features
import Market
import TestSupport
import Testing

/// Goal: rows come in the order of (time, market). Method: against a sorted list, on random operations.
struct RowScheduleTests {
    @Test func entriesComeInTheOrderOfTimeThenMarket() {
        var generator = SeededGenerator(seed: 9)
        var schedule = RowSchedule()
        var list: [(time: Timestamp, market: MarketID)] = []
        for id in 0..<600 as Range<UInt32> {
            let time = monday + .seconds(generator.int(in: 0...50))
            schedule.insert(.init(time: time, market: MarketID(id), index: Int(id), generation: 0))
            list.append((time, MarketID(id)))
            if generator.chance(0.5) {
                list.sort { ($0.time, $0.market) < ($1.time, $1.market) }
                #expect(schedule.first?.market == list[0].market && schedule.first?.time == list[0].time)
                if generator.chance(0.3) {
                    schedule.removeFirst()
                    list.removeFirst()
                } else {
                    list[0].time = list[0].time + .seconds(13)
                    schedule.postponeFirst(to: list[0].time)
                }
            }
        }
        list.sort { ($0.time, $0.market) < ($1.time, $1.market) }
        for entry in list {
            #expect(schedule.first?.market == entry.market)
            schedule.removeFirst()
        }
        #expect(schedule.first == nil)
    }
}
