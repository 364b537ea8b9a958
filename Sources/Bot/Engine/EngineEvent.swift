// BotEngine decides about money: one pure engine between four ports. It must never import the store, NIO or Foundation,
// nor read a clock.

public import BotForecasting
public import Features
public import Market

public enum OperatorCommand: Hashable, Sendable {
    case approve(OrderID)
    case reject(OrderID)
    case pause
    case resume
    case stop
    case kill
}

/// All that can change a row or a decision, in one order. What is not here cannot change one.
public enum EngineEvent: Hashable, Sendable {
    case exchange(ExchangeEvent)
    /// An outside price, from whatever source of them the bot is given; without one the feature made of it is missing.
    case reference(ReferencePrice)
    case operation(OperatorCommand, at: Timestamp)
    /// The forecaster of that version decides from now on.
    case modelInstalled(ModelVersion, at: Timestamp)
    /// Tables that were fitted on the days before: the journal holds them whole, so that a replay needs nothing else.
    case tables(FittedTables, at: Timestamp)
    /// The deadline that the loop asked for came before anything else happened.
    case timer(Timestamp)

    /// When the engine learns of it.
    public var time: Timestamp {
        switch self {
        case .exchange(let event): event.time
        case .reference(let price): price.receiveTime
        case .operation(_, let time), .modelInstalled(_, let time), .tables(_, let time), .timer(let time): time
        }
    }
}
