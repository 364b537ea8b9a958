import NIOCore
import NIOHTTP1

/// One HTTP connection: requests in their order, each answered before the next is looked at.
struct WebLink: Sendable {
    let host: VenueHost

    private static let bodySizeMax = 4 << 20

    func run(
        _ channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>
    ) async throws {
        try await channel.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let next):
                    head = next
                    body = []
                case .body(let buffer):
                    guard body.count + buffer.readableBytes <= Self.bodySizeMax else { return }
                    body += buffer.readableBytesView
                case .end:
                    guard let request = head else { return }
                    let response = await host.respond(to: VenueRequest(request, body: body))
                    if response.delay > .zero { try await Task.sleep(for: response.delay) }
                    if response.isLost { continue }
                    try await outbound.write(contentsOf: Self.parts(response, to: request))
                    if !request.isKeepAlive { return }
                }
            }
        }
    }

    private static func parts(
        _ response: VenueResponse, to request: HTTPRequestHead
    ) -> [HTTPPart<HTTPResponseHead, ByteBuffer>] {
        var headers = HTTPHeaders()
        for name in response.headers.keys.sorted() { headers.add(name: name, value: response.headers[name] ?? "") }
        headers.add(name: "Content-Length", value: String(response.body.count))
        if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: response.status)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        return [.head(head), .body(ByteBuffer(bytes: response.body)), .end(nil)]
    }
}

extension VenueRequest {
    init(_ head: HTTPRequestHead, body: [UInt8]) {
        let (path, query) = Self.split(head.uri)
        var headers: [String: String] = [:]
        for (name, value) in head.headers { headers[name.lowercased()] = value }
        self.init(head.method.rawValue, path, query: query, headers: headers, body: body)
    }

    /// Path and query of a request's target; percent signs and pluses decoded in the query.
    static func split(_ uri: String) -> (path: String, query: [QueryItem]) {
        guard let mark = uri.firstIndex(of: "?") else { return (uri, []) }
        let items = uri[uri.index(after: mark)...].split(separator: "&").map { item -> QueryItem in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return QueryItem(decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
        return (String(uri[..<mark]), items)
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            let digits = source[min(index + 1, source.count)..<min(index + 3, source.count)]
            if source[index] == 0x25, digits.count == 2,
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(source[index] == 0x2b ? 0x20 : source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
