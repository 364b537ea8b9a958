import BotSimulation
import Market

extension Venue {
    public func setFaults(_ faults: VenueFaults) {
        if faults.hasStaleBalances && !self.faults.hasStaleBalances {
            for account in accounts.all { refreshCache(account.participant) }
        }
        self.faults = faults
    }

    /// Refuses a request before anything has happened.
    func injectFault(_ request: VenueRequest) throws(Refusal) {
        if draw(faults.forbiddenShare) {
            throw Refusal(403, body: .null, headers: ["Content-Type": "text/html"])
        }
        if draw(faults.rateLimitedShare) {
            let seconds = max(1, faults.retryAfter.secondsRoundedUp)
            throw Refusal(429, body: ["error": "Too Many Requests"], headers: ["Retry-After": String(seconds)])
        }
        if draw(faults.serverErrorShare) { throw Refusal(500, "Internal server error") }
    }

    /// What the link does to an answer.
    func disturb(_ response: inout VenueResponse, to request: VenueRequest) {
        if response.headers["Content-Type"] == "text/html" { response.body = Array(Self.forbiddenPage.utf8) }
        // The refresh of the cache answers with nothing.
        if request.path == "/balance-allowance/update", response.status == 200 { response.body = [] }
        if draw(faults.slowShare) { response.delay = faults.slowness }
        let isOrder = request.method == "POST" && (request.path == "/order" || request.path == "/orders")
        if isOrder, draw(faults.lostAnswerShare) { response.isLost = true }
    }

    private func draw(_ share: Double) -> Bool { share > 0 && chance.chance(share) }

    private static let forbiddenPage =
        "<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Error 1010</h1>"
        + "<p>error code: 1010</p></body></html>"
}
