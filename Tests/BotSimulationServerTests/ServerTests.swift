import Market
import NIOCore
import NIOPosix
import Testing

@testable import BotSimulationServer

/// Goal: the venue is there on sockets: requests one after another on one connection, and channels.
struct ServerTests {
    /// What is sent, and the text that must come back before the next is sent.
    private struct Turn {
        var bytes: [UInt8]
        var answer: String

        init(_ text: String, _ answer: String) { self.init(Array(text.utf8), answer) }
        init(_ bytes: [UInt8], _ answer: String) { (self.bytes, self.answer) = (bytes, answer) }
    }

    /// Holds one conversation with a server of its own; true when every answer came.
    private func converse(_ turns: [Turn]) async throws -> Bool {
        let host = VenueHost(venue: VenueClient.venue()) { VenueClient.start + .seconds(60) }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let server = Task { try await VenueServer(host: host).run(port: 0) { port.yield($0) } }
        var iterator = ports.makeAsyncIterator()
        let number = try #require(await iterator.next())
        let channel = try await ClientBootstrap(group: group).connect(host: "127.0.0.1", port: number) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        let isDone = try await channel.executeThenClose { inbound, outbound in
            var rest = turns[...]
            var received: [UInt8] = []
            if let first = rest.first { try await outbound.write(ByteBuffer(bytes: first.bytes)) }
            for try await buffer in inbound {
                received += buffer.readableBytesView
                guard let turn = rest.first, String(decoding: received, as: UTF8.self).contains(turn.answer) else {
                    continue
                }
                received = []
                rest = rest.dropFirst()
                guard let next = rest.first else { return true }
                try await outbound.write(ByteBuffer(bytes: next.bytes))
            }
            return false
        }
        server.cancel()
        _ = await server.result
        try await group.shutdownGracefully()
        return isDone
    }

    @Test func aConnectionServesRequestsInTheirOrder() async throws {
        let answers = [("/time", "\r\n\r\n1795348860"), ("/ok", "\"OK\""), ("/nothing", "HTTP/1.1 404")]
        let turns = answers.map { Turn("GET \($0) HTTP/1.1\r\nHost: localhost\r\n\r\n", $1) }
        #expect(try await converse(turns))
    }

    /// Frames are final, of text, masked with zeros. The key and its answer are those of RFC 6455, section 1.3.
    @Test func aChannelAnswersPing() async throws {
        let handshake =
            "GET /ws/market HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        func frame(_ text: String) -> [UInt8] {
            [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0] + Array(text.utf8)
        }
        #expect(
            try await converse([
                Turn(handshake, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), Turn(frame("PING"), "PONG"),
                Turn(frame(#"{"assets_ids":["17"],"type":"market"}"#), "[]"),
            ]))
    }
}
