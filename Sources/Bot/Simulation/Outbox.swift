import Market

/// Messages on their way to us, in the order of their sending. Times never fall: none overtakes another.
struct Outbox<Message> {
    private var messages: [Message] = []
    private var times: [Timestamp] = []
    private var head = 0
    private(set) var lastTime = Timestamp.distantPast

    var nextTime: Timestamp { head < times.count ? times[head] : .distantFuture }

    /// The time at which a message that should arrive at `time` does arrive.
    func arrival(_ time: Timestamp) -> Timestamp { max(time, lastTime) }

    mutating func send(_ message: Message, at time: Timestamp) {
        precondition(time >= lastTime, "messages of a link keep their order")
        lastTime = time
        messages.append(message)
        times.append(time)
    }

    mutating func removeFirst() -> Message {
        let message = messages[head]
        head += 1
        if head == messages.count {
            messages.removeAll(keepingCapacity: true)
            times.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 4_096 {
            messages.removeFirst(head)
            times.removeFirst(head)
            head = 0
        }
        return message
    }
}
