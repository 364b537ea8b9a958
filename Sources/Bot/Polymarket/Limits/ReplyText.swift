import Market

/// What a reply's body says, whatever it is: JSON, a page of Cloudflare's, or nothing.
struct ReplyText: Hashable, Sendable {
    /// The venue's message, or the raw beginning, at most 200 bytes.
    let text: String
    let code: String?
    let retryAfter: Duration?
    /// Whether the body can be JSON at all; an empty one can.
    let isJSON: Bool

    init(_ body: [UInt8]) {
        let first = body.first { $0 > 0x20 }
        isJSON = first != UInt8(ascii: "<") && (first.map { $0 < 0x80 } ?? true)
        do throws(WireError) {
            let reply = try ErrorReply.decode(body)
            text = reply.message
            code = reply.code
            let seconds = reply.retryAfterSeconds ?? -1
            retryAfter = seconds >= 0 && seconds <= 86_400 ? .seconds(seconds) : nil
        } catch {
            text = WireError.printable(Array(body.prefix(WireError.beginningMax)))
            code = nil
            retryAfter = nil
        }
    }

    /// The restriction that a 503 states; nil for one that is only unwell.
    var restriction: VenueMode? {
        if code == "post_only_mode" || text.hasPrefix("post-only mode") { return .postOnly }
        if text.contains("cancel-only") { return .cancelOnly }
        if text.contains("Trading is currently disabled") { return .disabled }
        return nil
    }
}
