/// What goes wrong, and how often. The faults have a random stream of their own: they leave the world's path unchanged.
public struct FaultPlan: Hashable, Sendable {
    /// Share of placed orders that the venue refuses for no reason.
    public var rejectShare: Double
    /// Share of order events that come `slowAcknowledgement` late, and hold up those behind them.
    public var slowShare: Double
    public var slowAcknowledgement: Duration
    /// Share of order events that come twice.
    public var duplicateShare: Double
    public var outages: [Outage]

    /// A time without a link. Market messages are lost (snapshots follow it), order events come at its end, and a
    /// command sent in it never arrives: the fate of a placed order is `unknown`.
    public struct Outage: Hashable, Sendable {
        /// Since the start of the simulation.
        public var begin: Duration
        public var length: Duration

        public init(begin: Duration, length: Duration) {
            precondition(begin >= .zero && length > .zero, "an outage lasts some time after the start")
            self.begin = begin
            self.length = length
        }
    }

    public static let none = FaultPlan()

    public init(
        rejectShare: Double = 0, slowShare: Double = 0, slowAcknowledgement: Duration = .seconds(5),
        duplicateShare: Double = 0, outages: [Outage] = []
    ) {
        self.rejectShare = rejectShare
        self.slowShare = slowShare
        self.slowAcknowledgement = slowAcknowledgement
        self.duplicateShare = duplicateShare
        self.outages = outages
    }
}
