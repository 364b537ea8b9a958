/// An HTTP request as the venue sees it.
public struct VenueRequest: Hashable, Sendable {
    public var method: String
    /// Without the query.
    public var path: String
    /// In the order of the query, names and values decoded; a name may come again.
    public var query: [QueryItem]
    /// Names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]

    public struct QueryItem: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        _ method: String, _ path: String, query: [QueryItem] = [], headers: [String: String] = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The first value of that name.
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    func values(_ name: String) -> [String] { query.filter { $0.name == name }.map(\.value) }
}

/// An answer, and what the link does to it.
public struct VenueResponse: Hashable, Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: [UInt8]
    /// Wall time by which the link holds it back.
    public var delay = Duration.zero
    /// Whether the link loses it: the client waits for ever.
    public var isLost = false

    public init(status: Int, headers: [String: String] = ["Content-Type": "application/json"], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(_ json: JSON, status: Int = 200) { self.init(status: status, body: Array(json.text.utf8)) }

    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// A refusal on the way to an answer.
struct Refusal: Error, Hashable {
    var status: Int
    var body: JSON
    var headers: [String: String] = [:]

    init(_ status: Int, _ text: String) {
        self.status = status
        body = ["error": JSON(text)]
    }

    init(_ status: Int, body: JSON, headers: [String: String] = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// What it says.
    var text: String { body["error"]?.string ?? body["error_msg"]?.string ?? "" }

    var response: VenueResponse {
        var response = VenueResponse(body, status: status)
        response.headers.merge(headers) { _, new in new }
        return response
    }
}
