import Market

/// What a request does, which decides whether it may be sent twice.
enum RequestKind: Hashable, Sendable {
    case read
    /// Not to be repeated on our own: a second one may be a second order.
    case order
    /// Harmless when repeated.
    case cancel
    case heartbeat
    case credentials
}

/// How an attempt ended.
enum Attempt: Sendable {
    case reply(status: Int, retryAfter: String?, body: [UInt8])
    /// Not one byte left: no connection, or no room.
    case notSent(String)
    /// It left, and no whole reply came: a time-out or a broken connection.
    case lost(String)
}

/// What to do about it.
enum Verdict: Hashable, Sendable {
    case success
    case retry(after: Duration)
    /// The venue took it and said no; unchanged it says no again.
    case refused(String)
    /// The market, order or book is not there.
    case absent(String)
    /// Compare clocks, derive the key again, try once.
    case reauthenticate
    /// Stop: the address, region or account is not welcome.
    case forbidden(String)
    /// Trading is restricted; nothing of this request was taken.
    case restricted(VenueMode, retry: Duration)
    /// Nobody knows whether the order arrived: look it up by its id before anything else is sent for it.
    case unknown(String)
    /// Tried as often as is decent.
    case exhausted(String)
}

/// How far the venue trades.
enum VenueMode: Hashable, Sendable {
    case open
    /// The matching engine restarts (425).
    case restarting
    /// Only orders that cannot match at once, and cancels.
    case postOnly
    case cancelOnly
    /// Not even cancels.
    case disabled
}

/// Retry by cause (section 1.4 of the specification). Pure: chance is passed in.
struct RetryPolicy: Hashable, Sendable {
    var attemptsMax = 5
    var backoff = Backoff()
    /// While the matching engine restarts.
    var restartBackoff = Backoff(base: .seconds(2))
    /// A longer `Retry-After` is cut to this.
    var retryAfterMax: Duration = .minutes(10)

    /// - Parameter attempts: how often the request was sent, this time included.
    func verdict(
        _ kind: RequestKind, _ attempt: Attempt, attempts: Int, using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        switch attempt {
        case .notSent(let why): return again(why, attempts, backoff, using: &generator)
        case .lost(let why): return uncertain(kind, why, attempts, using: &generator)
        case .reply(let status, let retryAfter, let body):
            let reply = ReplyText(body)
            let wait = Self.seconds(retryAfter) ?? reply.retryAfter
            return verdict(kind, status, reply, wait, attempts, using: &generator)
        }
    }

    private func verdict(
        _ kind: RequestKind, _ status: Int, _ reply: ReplyText, _ wait: Duration?, _ attempts: Int,
        using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        switch status {
        case 200..<300:
            // A page where JSON is due comes from what stands before the venue.
            return reply.isJSON ? .success : uncertain(kind, reply.text, attempts, using: &generator)
        case 400
        where kind == .order && (Refusal.isDuplicate(reply.text) || reply.text.contains("order_version_mismatch")):
            return .unknown(reply.text)
        case 401: return attempts > 1 ? .exhausted(reply.text) : .reauthenticate
        case 403: return .forbidden(reply.text)
        case 404: return .absent(reply.text)
        case 425:
            return .restricted(.restarting, retry: delay(wait, attempts, restartBackoff, using: &generator))
        case 429:
            guard attempts < attemptsMax else { return .exhausted(reply.text) }
            return .retry(after: delay(wait, attempts, backoff, using: &generator))
        case 500 where reply.text.contains("order timed out"):
            // It never reached the book.
            return again(reply.text, attempts, backoff, using: &generator)
        case 503:
            guard let mode = reply.restriction else {
                return uncertain(kind, reply.text, attempts, using: &generator)
            }
            return .restricted(mode, retry: delay(wait, attempts, restartBackoff, using: &generator))
        case 408, 500...: return uncertain(kind, reply.text, attempts, using: &generator)
        default: return .refused(reply.text)
        }
    }

    /// The request may have been taken.
    private func uncertain(
        _ kind: RequestKind, _ why: String, _ attempts: Int, using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        kind == .order ? .unknown(why) : again(why, attempts, backoff, using: &generator)
    }

    private func again(
        _ why: String, _ attempts: Int, _ backoff: Backoff, using generator: inout some RandomNumberGenerator
    ) -> Verdict {
        guard attempts < attemptsMax else { return .exhausted(why) }
        return .retry(after: delay(nil, attempts, backoff, using: &generator))
    }

    private func delay(
        _ asked: Duration?, _ attempts: Int, _ backoff: Backoff, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if let asked { return min(asked, retryAfterMax) }
        var backoff = backoff
        for _ in 1..<max(1, attempts) { backoff.skip() }
        return backoff.next(using: &generator)
    }

    /// Whole seconds of a `Retry-After`; nil for a date, which the venue does not send.
    private static func seconds(_ text: String?) -> Duration? {
        guard let text, let seconds = Int64(text), seconds >= 0, seconds <= 86_400 else { return nil }
        return .seconds(seconds)
    }
}
