import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// HTTP/1.1 and WebSocket on loopback, in front of a venue: the rim that has sockets and nothing else.
public struct VenueServer: Sendable {
    private let host: VenueHost
    /// Wall time between two looks at what is due.
    private let step: Duration

    public init(host: VenueHost, step: Duration = .milliseconds(5)) {
        self.host = host
        self.step = step
    }

    private enum Link: Sendable {
        case web(NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>)
        case socket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, Channel)
        case refused
    }

    /// Serves until it is cancelled.
    /// - Parameters:
    ///   - port: zero for one that is free.
    ///   - ready: called once, with the port, when clients can connect.
    public func run(port: Int, ready: @Sendable (Int) -> Void) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(on: group, port: port, ready: ready)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func serve(
        on group: MultiThreadedEventLoopGroup, port: Int, ready: @Sendable (Int) -> Void
    ) async throws {
        let server = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try Self.configure(channel) }
            }
        ready(server.channel.localAddress?.port ?? port)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                while true {
                    try await Task.sleep(for: step)
                    await host.tick()
                }
            }
            tasks.addTask {
                try await withThrowingDiscardingTaskGroup { links in
                    try await server.executeThenClose { inbound in
                        for try await link in inbound { links.addTask { await handle(link) } }
                    }
                }
            }
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    private static func configure(_ channel: any NIOCore.Channel) throws -> EventLoopFuture<Link> {
        let upgrader = NIOTypedWebSocketServerUpgrader<Link>(
            maxFrameSize: 1 << 20,
            shouldUpgrade: { channel, head in
                let isKnown = self.channel(at: head.uri) != nil
                return channel.eventLoop.makeSucceededFuture(isKnown ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    guard let feed = self.channel(at: head.uri) else { return .refused }
                    try channel.pipeline.syncOperations.addHandler(
                        NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 1_024,
                            maxAccumulatedFrameSize: 1 << 20))
                    return .socket(try NIOAsyncChannel(wrappingChannelSynchronously: channel), feed)
                }
            })
        let configuration = NIOTypedHTTPServerUpgradeConfiguration<Link>(
            upgraders: [upgrader],
            notUpgradingCompletionHandler: { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ResponseBodyHandler())
                    return .web(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                }
            })
        return try channel.pipeline.syncOperations.configureUpgradableHTTPServerPipeline(
            configuration: .init(upgradeConfiguration: configuration))
    }

    private static func channel(at uri: String) -> Channel? {
        let path = uri.prefix { $0 != "?" }
        return Channel.allCases.first { path == "/ws/" + $0.rawValue }
    }

    private func handle(_ link: EventLoopFuture<Link>) async {
        do {
            switch try await link.get() {
            case .web(let channel): try await WebLink(host: host).run(channel)
            case .socket(let channel, let feed): try await SocketLink(host: host, feed: feed).run(channel)
            case .refused: return
            }
        } catch {
            // A client that breaks off, or never spoke HTTP, is no concern of the others.
            return
        }
    }
}

/// Turns bodies into what HTTP's encoder takes.
private final class ResponseBodyHandler: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch Self.unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let buffer): .body(.byteBuffer(buffer))
            case .end(let trailers): .end(trailers)
            }
        context.write(Self.wrapOutboundOut(part), promise: promise)
    }
}
