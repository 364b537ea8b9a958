import BotEngine
import Market
import TestSupport
import Testing

@testable import BotSimulation

/// Goal: a recorded run comes back verbatim, and nothing is added to it.
struct TapeSourceTests {
    static let start = Timestamp(seconds: 1_000_000)

    @Test func eventsComeInOrderWhateverTheDeadline() throws {
        let events: [EngineEvent] = [
            .exchange(.connection(.connected, at: Self.start)), .timer(Self.start + .seconds(5)),
            .operation(.pause, at: Self.start + .seconds(9)),
        ]
        let source = TapeSource(events, clock: VirtualClock())
        for event in events {
            #expect(try source.next(before: .distantPast) == event)
            #expect(source.clock.now == event.time)
        }
        #expect(throws: ExchangeError.exhausted) { try source.next(before: .distantFuture) }
    }

    @Test func commandsAreNotedAndNotAnswered() throws {
        let account = AccountSnapshot(cash: Money(dollars: 5), positions: [])
        let source = TapeSource([.timer(Self.start)], clock: VirtualClock(), account: account)
        source.send(.cancelAll)
        source.send(.cancel(OrderID(low: 4)))
        #expect(source.commands == [.cancelAll, .cancel(OrderID(low: 4))])
        #expect(try source.next(before: .distantFuture) == .timer(Self.start))
        #expect(throws: ExchangeError.exhausted) { try source.next(before: .distantFuture) }
        #expect(try source.accountSnapshot() == account)
    }

    @Test func aRunThatGoesBackInTimeIsRefusedWithBothTimes() throws {
        let source = TapeSource(
            [.timer(Self.start + .seconds(2)), .timer(Self.start + .seconds(1))], clock: VirtualClock())
        _ = try source.next(before: .distantFuture)
        let error = ExchangeError.malformed(
            "event 2 of the recorded run goes back in time: 1970-01-12T13:46:41.000000000Z follows "
                + "1970-01-12T13:46:42.000000000Z")
        #expect(throws: error) { try source.next(before: .distantFuture) }
    }

    /// A simulated run, taken down and played back.
    @Test func aSimulatedRunComesBackAsItWas() async throws {
        let exchange = SimulatedExchange(scenario: .default, seed: 1, clock: VirtualClock())
        let run = try await exchange.events(until: exchange.clock.now + .hours(1))
        let source = TapeSource(run, clock: VirtualClock())
        for event in run { #expect(try source.next(before: .distantPast) == event) }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"), (1_767_571_200_000_000_001, "2026-01-05T00:00:00.000000001Z"),
        (951_868_799_999_000_000, "2000-02-29T23:59:59.999000000Z"), (-1_000_000_000, "1969-12-31T23:59:59.000000000Z"),
    ])
    func timesAreWrittenForPeople(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).text == text)
    }
}
