#if canImport(Glibc)
    import Glibc
#endif

/// How far a long run is, on stderr: a bar that overwrites itself on a terminal, else a line a second. The last line
/// always stays.
struct ProgressMeter {
    private let total: Int
    private let unit: String
    private let isShown: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var last: ContinuousClock.Instant
    private var hasBar = false

    init(total: Int, unit: String, isShown: Bool = true) {
        self.total = total
        self.unit = unit
        self.isShown = isShown
        start = clock.now
        last = start
    }

    var seconds: Double { (clock.now - start) / .seconds(1) }

    /// - Parameter detail: such as the metric now.
    mutating func update(_ done: Int, _ detail: String = "") {
        let now = clock.now
        let pause: Duration = isTerminal ? .milliseconds(100) : .seconds(1)
        guard isShown, now - last >= pause else { return }
        last = now
        let text = Self.text(done, of: total, unit, seconds: (now - start) / .seconds(1), detail)
        if isTerminal {
            Console.status("\r" + Self.bar(done, of: total) + " " + text + "\u{1B}[K")
            hasBar = true
        } else {
            Console.note(text)
        }
    }

    /// Makes room for other lines.
    mutating func clear() {
        if hasBar { Console.status("\r\u{1B}[K") }
        hasBar = false
    }

    /// The last word.
    mutating func finish(_ done: Int, _ detail: String = "") {
        clear()
        if isShown { Console.note(Self.text(done, of: done, unit, seconds: seconds, detail)) }
    }

    /// `40/100 rounds, 20/s, valid_1 auc 0.83, ETA 3 s`
    static func text(_ done: Int, of total: Int, _ unit: String, seconds: Double, _ detail: String) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        var parts = ["\(done)/\(total) \(unit)"]
        if rate > 0 { parts.append(NumberText.general(rate >= 100 ? rate.rounded() : rate) + "/s") }
        if !detail.isEmpty { parts.append(detail) }
        if done < total, rate > 0 {
            parts.append("ETA " + span(Double(total - done) / rate))
        } else {
            parts.append(span(seconds))
        }
        return parts.joined(separator: ", ")
    }

    static func bar(_ done: Int, of total: Int) -> String {
        let width = 24
        let filled = total > 0 ? min(width, done * width / total) : 0
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
    }

    static func span(_ seconds: Double) -> String {
        if seconds < 10 { return NumberText.general((seconds * 10).rounded() / 10) + " s" }
        let whole = Int(min(seconds, 1e9).rounded())
        if whole < 120 { return "\(whole) s" }
        return whole < 7_200 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3_600) h \(whole / 60 % 60) min"
    }
}
