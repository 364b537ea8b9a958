import Market
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: every cause has its answer, and no order is ever sent twice because nobody knew.
struct RetryPolicyTests {
    private func verdict(
        _ kind: RequestKind, _ status: Int, _ body: String = "", retryAfter: String? = nil, attempts: Int = 1
    ) -> Verdict {
        var generator = SeededGenerator(seed: 1)
        return RetryPolicy().verdict(
            kind, .reply(status: status, retryAfter: retryAfter, body: Array(body.utf8)), attempts: attempts,
            using: &generator)
    }

    private func isRetry(_ verdict: Verdict) -> Bool { if case .retry = verdict { true } else { false } }

    private let page = "<!DOCTYPE html><html>error code: 1010</html>"

    /// Whatever happens to an order, it is repeated only where the venue cannot have it.
    @Test func anOrderIsRepeatedOnlyWhereTheVenueCannotHaveIt() {
        var repeated: [Int] = []
        for status in 100..<600 where isRetry(verdict(.order, status, page)) { repeated.append(status) }
        #expect(repeated == [429])
        var generator = SeededGenerator(seed: 1)
        let policy = RetryPolicy()
        #expect(policy.verdict(.order, .lost("time-out"), attempts: 1, using: &generator) == .unknown("time-out"))
        #expect(isRetry(policy.verdict(.order, .notSent("refused"), attempts: 1, using: &generator)))
        #expect(isRetry(policy.verdict(.cancel, .lost("time-out"), attempts: 1, using: &generator)))
        #expect(isRetry(policy.verdict(.read, .lost("time-out"), attempts: 4, using: &generator)))
        #expect(policy.verdict(.read, .lost("x"), attempts: 5, using: &generator) == .exhausted("x"))
    }

    @Test func statusesOfOrders() {
        #expect(verdict(.order, 200, "{\"success\":true}") == .success)
        #expect(verdict(.order, 200, page) == .unknown(page))
        #expect(verdict(.order, 500, "{\"error\":\"could not insert order\"}") == .unknown("could not insert order"))
        #expect(isRetry(verdict(.order, 500, "{\"error\":\"order timed out\"}")))
        #expect(
            verdict(.order, 400, "{\"error\":\"order 0x1 is invalid. Duplicated.\"}")
                == .unknown("order 0x1 is invalid. Duplicated."))
        #expect(verdict(.order, 400, "{\"error\":\"order_version_mismatch\"}") == .unknown("order_version_mismatch"))
        #expect(verdict(.order, 400, "{\"error\":\"Invalid order payload\"}") == .refused("Invalid order payload"))
        #expect(verdict(.order, 502, page) == .unknown(page))
        #expect(verdict(.order, 503, page) == .unknown(page))
    }

    @Test func statusesOfReads() {
        #expect(verdict(.read, 200, "[]") == .success && verdict(.read, 200) == .success)
        #expect(
            isRetry(verdict(.read, 200, page)) && isRetry(verdict(.read, 500)) && isRetry(verdict(.read, 520, page)))
        #expect(verdict(.read, 403, page) == .forbidden(page))
        #expect(verdict(.read, 404, "{\"error\":\"market not found\"}") == .absent("market not found"))
        #expect(verdict(.read, 422, "{\"error\":\"order\",\"type\":\"x\"}") == .refused("order"))
        #expect(verdict(.read, 401) == .reauthenticate)
        #expect(verdict(.read, 401, "no", attempts: 2) == .exhausted("no"))
    }

    @Test func theVenueSaysHowLongToWait() {
        #expect(verdict(.read, 429, retryAfter: "7") == .retry(after: .seconds(7)))
        #expect(verdict(.read, 429, retryAfter: "86400") == .retry(after: .minutes(10)))
        for nonsense in ["-1", "soon", "9999999999999999999", ""] {
            guard case .retry(let delay) = verdict(.read, 429, retryAfter: nonsense) else {
                Issue.record("no retry")
                return
            }
            #expect(delay <= .milliseconds(250))
        }
        let body = "{\"error\":\"post-only mode: x\",\"code\":\"post_only_mode\",\"retry_after_seconds\":79}"
        #expect(verdict(.order, 503, body) == .restricted(.postOnly, retry: .seconds(79)))
        #expect(verdict(.order, 503, body, retryAfter: "80") == .restricted(.postOnly, retry: .seconds(80)))
    }

    @Test(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
    func restrictionsAreReadFromTheSamples() throws {
        let samples = [
            ("post-only-mode", VenueMode.postOnly), ("cancel-only", .cancelOnly), ("trading-disabled", .disabled),
        ]
        for (name, mode) in samples {
            for call in ["post-order", "post-orders"] {
                let body = try SharedFiles.fixture("clob-private/\(call).503.\(name).docs")
                #expect(ReplyText(body).restriction == mode)
            }
        }
    }

    @Test func aRestartIsFollowedByTwoMinutesOfPostOnly() {
        guard case .restricted(.restarting, let retry) = verdict(.order, 425) else {
            Issue.record("425 is a restart")
            return
        }
        var now = Timestamp(seconds: 1_000)
        var window = TradingWindow()
        window.restrict(.restarting, retry: retry, at: now)
        #expect(window.needsReconciliation && !window.mayPlace(isPostOnly: true, at: now))
        now = now + retry
        #expect(window.mayPlace(isPostOnly: false, at: now) && window.mayCancel(at: now))
        window.cancelled(at: now)
        #expect(window.mayPlace(isPostOnly: true, at: now) && !window.mayPlace(isPostOnly: false, at: now))
        now = now + .seconds(119)
        window.placed(isPostOnly: true, at: now)
        #expect(!window.mayPlace(isPostOnly: false, at: now))
        now = now + .seconds(1)
        window.placed(isPostOnly: false, at: now)
        #expect(window.mode == .open)
        window.reconciled()
        #expect(!window.needsReconciliation)
    }

    @Test func cancelOnlyLetsCancelsPass() {
        let now = Timestamp(seconds: 1_000)
        var window = TradingWindow()
        window.restrict(.cancelOnly, retry: .seconds(30), at: now)
        window.cancelled(at: now)
        #expect(window.mayCancel(at: now) && !window.mayPlace(isPostOnly: true, at: now))
        window.restrict(.disabled, retry: .seconds(30), at: now)
        #expect(!window.mayCancel(at: now) && window.mayPlace(isPostOnly: true, at: now + .seconds(30)))
    }

    @Test func anyBodyHasAText() {
        for body in [
            "", "null", "{\"error\":5}", "{}", page, "\u{0}", "{\"error\":\"x\"", String(repeating: "y", count: 999),
        ] {
            #expect(ReplyText(Array(body.utf8)).text.utf8.count <= 800)
        }
        #expect(ReplyText([0xff, 0xfe]).text == "\\xff\\xfe")
    }
}
