import NIOCore
import NIOWebSocket

/// One WebSocket connection of a channel.
struct SocketLink: Sendable {
    let host: VenueHost
    let feed: Channel

    /// Until either side hangs up.
    func run(_ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>) async throws {
        let (id, frames) = await host.connect(feed)
        do {
            try await channel.executeThenClose { inbound, outbound in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { try await read(inbound, to: outbound, as: id) }
                    tasks.addTask { try await write(frames, to: outbound) }
                    try await tasks.next()
                    tasks.cancelAll()
                }
            }
        } catch {
            await host.disconnect(id)
            throw error
        }
        await host.disconnect(id)
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, as id: ConnectionID
    ) async throws {
        for try await frame in inbound {
            switch frame.opcode {
            case .text: await host.receive(String(buffer: frame.unmaskedData), from: id)
            case .ping:
                try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
            case .connectionClose:
                var data = frame.unmaskedData
                let code = data.readSlice(length: 2) ?? ByteBuffer()
                try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: code))
                return
            default: continue
            }
        }
    }

    private func write(
        _ frames: AsyncStream<OutgoingFrame>, to outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws {
        for await frame in frames {
            guard case .text(let text) = frame else { break }
            try await outbound.write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
        }
        // 1000: a normal end, as far as the client can tell.
        try await outbound.write(
            WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(bytes: [0x03, 0xe8])))
    }
}
