import Market
import Testing

@testable import BotSimulation

/// Goal: what happens first comes first, and what was entered first of what happens at once.
struct AgendaTests {
    @Test func itemsComeByTimeThenByEntry() {
        var agenda = Agenda()
        #expect(agenda.nextTime == .distantFuture)
        agenda.add(.birth(slot: 1), at: Timestamp(seconds: 5))
        agenda.add(.step, at: Timestamp(seconds: 3))
        agenda.add(.birth(slot: 2), at: Timestamp(seconds: 5))
        agenda.add(.birth(slot: 0), at: Timestamp(seconds: 1))
        #expect(agenda.nextTime == Timestamp(seconds: 1))
        var items: [Agenda.Item] = []
        while let (_, item) = agenda.removeFirst() { items.append(item) }
        #expect(items == [.birth(slot: 0), .step, .birth(slot: 1), .birth(slot: 2)])
    }

    @Test func randomItemsComeSorted() {
        var generator = Generator(seed: 3)
        var agenda = Agenda()
        var entered: [(time: Int64, slot: Int)] = []
        for slot in 0..<2_000 {
            let time = Int64(generator.index(below: 300))
            agenda.add(.birth(slot: slot), at: Timestamp(seconds: time))
            entered.append((time, slot))
        }
        let wanted = entered.sorted { ($0.time, $0.slot) < ($1.time, $1.slot) }.map { Agenda.Item.birth(slot: $0.slot) }
        var items: [Agenda.Item] = []
        while let (_, item) = agenda.removeFirst() { items.append(item) }
        #expect(items == wanted)
    }

    @Test func aLinkKeepsItsOrder() {
        var outbox = Outbox<Int>()
        outbox.send(1, at: outbox.arrival(Timestamp(seconds: 10)))
        outbox.send(2, at: outbox.arrival(Timestamp(seconds: 4)))
        #expect(outbox.nextTime == Timestamp(seconds: 10))
        #expect(outbox.removeFirst() == 1)
        #expect(outbox.nextTime == Timestamp(seconds: 10))
        #expect(outbox.removeFirst() == 2)
        #expect(outbox.nextTime == .distantFuture)
    }

    @Test func aLongQueueLosesNothing() {
        var outbox = Outbox<Int>()
        for number in 0..<20_000 { outbox.send(number, at: Timestamp(seconds: Int64(number))) }
        #expect((0..<20_000).allSatisfy { outbox.removeFirst() == $0 })
    }
}
