import Market

/// Time, and the question whether silence is a quiet market or a frozen link.
extension MarketChannel {
    /// When `.timer` is due; `distantFuture` while the link is down.
    var deadline: Timestamp {
        guard case .up(let since) = link else { return .distantFuture }
        var time = min(lastPing + settings.pingInterval, lastPong + settings.pongTimeout)
        if let rotation = settings.rotation { time = min(time, since + rotation) }
        switch probe {
        case .none: time = min(time, quietDeadline)
        case .asked: break
        case .suspect(let until): time = min(time, until)
        }
        for feed in tokens where !feed.isLive && !feed.isAsked { time = min(time, waitDeadline(feed)) }
        return time
    }

    private var quietDeadline: Timestamp { max(lastData, lastProbe) + settings.quietMax }

    /// When a silent token's book is asked for. Waiting for the channel's own book comes first, except after a gap that
    /// the channel does not know of.
    private func waitDeadline(_ feed: TokenFeed) -> Timestamp {
        guard feed.waitingSince < .distantFuture else { return .distantFuture }
        let patience = feed.mirror.milliseconds == .min ? settings.snapshotTimeout : settings.bookInterval
        return max(feed.waitingSince + patience, feed.lastAsked + settings.bookInterval)
    }

    mutating func tick(at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard case .up(let since) = link else { return }
        if now >= lastPong + settings.pongTimeout {
            close(.noPong, &outputs)
            return
        }
        if let rotation = settings.rotation, now >= since + rotation {
            close(.rotation, &outputs)
            return
        }
        if now >= lastPing + settings.pingInterval {
            lastPing = now
            outputs.append(.send("PING"))
        }
        for position in tokens.indices where !tokens[position].isLive {
            if now >= waitDeadline(tokens[position]) { request(position, at: now, &outputs) }
        }
        watch(at: now, &outputs)
    }

    private mutating func watch(at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        switch probe {
        case .none:
            guard now >= quietDeadline, let position = nextProbed() else { return }
            lastProbe = now
            tokens[position].lastAsked = .distantPast
            request(position, at: now, &outputs)
            guard tokens[position].isAsked else { return }
            counters.quietProbes += 1
            probe = .asked(token: position)
        case .asked: break
        case .suspect(let until):
            guard now >= until else { return }
            counters.freezes += 1
            close(.frozen, &outputs)
        }
    }

    /// The next token in turn whose book is known.
    private mutating func nextProbed() -> Int? {
        for step in tokens.indices {
            let position = (probeTurn + step) % tokens.count
            guard tokens[position].isLive else { continue }
            probeTurn = position + 1
            return position
        }
        return nil
    }

    private mutating func close(_ reason: CloseReason, _ outputs: inout [ChannelOutput]) {
        link = .closing
        outputs.append(.close(reason))
    }

    /// A book that was asked for: the truth for a silent token, a comparison for the others.
    mutating func audit(_ book: BookMessage, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard case .up = link, let position = index[book.asset] else { return }
        tokens[position].isAsked = false
        let isProbe = probe == .asked(token: position)
        if isProbe { probe = .none }
        guard tokens[position].isLive else {
            take(book, for: position, isAnswer: true, at: now, &outputs)
            return
        }
        let mirror = tokens[position].mirror
        guard let time = book.milliseconds, time >= mirror.milliseconds else {
            counters.stale += 1
            guard hasRegressed(book.milliseconds ?? 0, position) else { return }
            // Caches are behind at times, but not again and again: then it is our time that is wrong.
            tokens[position].staleCount += 1
            guard tokens[position].staleCount > 3 else { return }
            silence(position, at: now, &outputs)
            take(book, for: position, isAnswer: true, at: now, &outputs)
            return
        }
        tokens[position].staleCount = 0
        if mirror.hasLevels(of: book) {
            counters.audits += 1
            tokens[position].laggingAt = nil
            if time == mirror.milliseconds {
                explainHash(book, position)
                tokens[position].note(book)
            }
            tokens[position].sizeMin = book.sizeMin ?? tokens[position].sizeMin
            tokens[position].isNegativeRisk = book.isNegativeRisk ?? tokens[position].isNegativeRisk
            return
        }
        if time == mirror.milliseconds || tokens[position].laggingAt == mirror.milliseconds {
            // Not what the venue has at the same moment, or still behind a book that was asked for long ago.
            counters.auditMismatches += 1
            silence(position, at: now, &outputs)
            take(book, for: position, isAnswer: true, at: now, &outputs)
        } else {
            tokens[position].laggingAt = mirror.milliseconds
            if isProbe { probe = .suspect(until: now + settings.frozenGrace) }
        }
    }
}
