/// What the venue says when it refuses: `{"error": …}`, sometimes with a code and a time to wait.
struct ErrorReply: WireMessage, Hashable {
    var message: String
    var code: String?
    var retryAfterSeconds: Int64?
    /// The id that a heartbeat should have had.
    var heartbeatID: String?
    /// Whether the Data API says that asking again may help.
    var isRetryable: Bool?

    init(from reader: inout JSONReader) throws(WireError) {
        var message: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "error", "error_msg", "errorMsg": message = try reader.text()
            case "code": code = try reader.text()
            case "retry_after_seconds": retryAfterSeconds = try reader.integer()
            case "heartbeat_id": heartbeatID = try reader.text()
            case "retryable": isRetryable = try reader.flag()
            default: try reader.skip(key, documented: ["trace_id", "parameter", "type"])
            }
        }
        self.message = try reader.required(message, "error")
    }
}
