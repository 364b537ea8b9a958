public import BotForecasting

/// What one cycle did: the report that is kept on disk, and what only this run knows.
public struct CycleReport: Sendable {
    public var report: CandidateReport
    /// The new champion, ready to serve; nil when nothing was promoted.
    public var promoted: Forecaster?
    /// Why the champion that the pointer names could not be compared with, if so.
    public var championProblem: RegistryError?
    public var timings: Timings

    public var verdict: PromotionVerdict { report.decision }

    /// Wall time by stage, from the stopwatch that the caller handed in.
    public struct Timings: Hashable, Sendable {
        public var split: Duration = .zero
        public var train: Duration = .zero
        public var judge: Duration = .zero
        public var register: Duration = .zero
    }
}
