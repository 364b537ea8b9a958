import Dispatch

#if canImport(Glibc)
    import Glibc
#endif

/// SIGTERM and SIGINT as the cancellation of the running command, which then commits what it has and ends.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "signals"))
        }
    }

    /// Runs `body`; a signal cancels it.
    func run(_ body: sending @escaping () async -> ExitStatus) async -> ExitStatus {
        let task = Task { await body() }
        for source in sources {
            source.setEventHandler { task.cancel() }
            source.resume()
        }
        return await task.value
    }
}
