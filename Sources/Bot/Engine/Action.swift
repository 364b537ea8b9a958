public import Market

/// What the engine wants done about an event. The loop does it, in this order.
public enum Action: Hashable, Sendable {
    case journal(JournalEntry)
    case send(OrderCommand)
}
