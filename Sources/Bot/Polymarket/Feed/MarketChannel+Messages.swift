import Market

/// Frames of the market channel.
extension MarketChannel {
    mutating func receive(_ bytes: [UInt8], at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard case .up = link else { return }
        counters.frames += 1
        do throws(WireError) {
            switch try ChannelFrame<MarketMessage>(bytes, unknown: &unknown) {
            case .pong:
                counters.pongs += 1
                lastPong = now
            case .empty: break
            case .messages(let messages):
                lastData = now
                probe = .none
                for message in messages {
                    switch message {
                    case .success(let message): apply(message, at: now, &outputs)
                    case .failure(let error): distrust(error, &outputs)
                    }
                }
            }
        } catch { distrust(error, &outputs) }
    }

    /// Something was not understood, and may have been a change: the next change of every token has its hash checked.
    private mutating func distrust(_ error: WireError, _ outputs: inout [ChannelOutput]) {
        counters.malformed += 1
        outputs.append(.malformed(error))
        for position in tokens.indices { tokens[position].changesUntilHash = 0 }
    }

    private mutating func apply(_ message: MarketMessage, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        switch message {
        case .book(let book):
            guard let position = known(book.asset), isPast(book.milliseconds, at: now, &outputs) else { return }
            counters.books += 1
            take(book, for: position, isAnswer: false, at: now, &outputs)
        case .priceChange(let message):
            if isPast(message.milliseconds, at: now, &outputs) { apply(message, at: now, &outputs) }
        case .tickSizeChange(let message):
            if isPast(message.milliseconds, at: now, &outputs) { apply(message, at: now, &outputs) }
        case .lastTrade(let message): apply(message, at: now, &outputs)
        case .bestQuote: break
        case .newMarket(let message): outputs.append(.announced(message))
        case .resolved(let message): outputs.append(.resolved(message))
        case .other: counters.unknownKinds += 1
        }
    }

    private mutating func isPast(
        _ milliseconds: Int64?, at now: Timestamp, _ outputs: inout [ChannelOutput]
    ) -> Bool {
        guard let milliseconds, InstantText.unix(milliseconds) > now + settings.futureMax else { return true }
        distrust(WireError(.invalid("a message of \(milliseconds) ms, which is to come"), path: "timestamp"), &outputs)
        return false
    }

    private mutating func known(_ token: String) -> Int? {
        guard let position = index[token] else {
            counters.foreign += 1
            return nil
        }
        return position
    }

    /// Takes a whole book: the truth, unless it is older than what is known.
    /// - Parameter isAnswer: whether it was asked for.
    mutating func take(
        _ book: BookMessage, for position: Int, isAnswer: Bool, at now: Timestamp, _ outputs: inout [ChannelOutput]
    ) {
        guard isRecent(book, position) else {
            counters.stale += 1
            if !tokens[position].isLive || hasRegressed(book.milliseconds ?? 0, position) {
                request(position, at: now, &outputs)
            }
            return
        }
        explainHash(book, position)
        do throws(BookRefusal) {
            try tokens[position].mirror.replace(by: book)
        } catch {
            counters.refused += 1
            silence(position, at: now, &outputs)
            request(position, at: now, &outputs)
            return
        }
        tokens[position].note(book)
        if let tick = tokens[position].tickText.flatMap(WireDecimal.init)?.tick {
            changeTick(to: tick, of: position, milliseconds: book.milliseconds, at: now, &outputs)
        }
        tokens[position].doubtsHash = false
        if !verifyHash(book.hash, of: position), !isAnswer, trustsHashes {
            tokens[position].doubtsHash = true
            request(position, at: now, &outputs)
        }
        if tokens[position].hasGap {
            counters.resyncs += 1
            emit(.resynced, of: position, milliseconds: book.milliseconds, at: now, &outputs)
        }
        tokens[position].isLive = true
        tokens[position].hasGap = false
        tokens[position].staleCount = 0
        emit(tokens[position].mirror.snapshot, of: position, milliseconds: book.milliseconds, at: now, &outputs)
    }

    /// A silent token takes an older book after three refusals: then the venue's time has gone back.
    private mutating func isRecent(_ book: BookMessage, _ position: Int) -> Bool {
        guard let time = book.milliseconds, time < tokens[position].mirror.milliseconds else { return true }
        guard !tokens[position].isLive else { return false }
        tokens[position].staleCount += 1
        guard tokens[position].staleCount > 3 else { return false }
        tokens[position].mirror.forgetTime()
        return true
    }

    func hasRegressed(_ milliseconds: Int64, _ position: Int) -> Bool {
        let known = tokens[position].mirror.milliseconds
        return known != .min && known - milliseconds > settings.regressionMax.nanoseconds / 1_000_000
    }

    /// Whether `hash` is that of the token's book, or cannot be checked.
    private mutating func verifyHash(_ hash: BookHash?, of position: Int) -> Bool {
        guard let hash, let context = tokens[position].context else { return true }
        if tokens[position].mirror.hash(context, text: &hashText) == hash {
            counters.hashesVerified += 1
            return true
        }
        counters.hashMismatches += 1
        return false
    }

    /// A hash did not match, and here is the venue's book of the same moment: were the levels right?
    mutating func explainHash(_ book: BookMessage, _ position: Int) {
        let feed = tokens[position]
        guard feed.doubtsHash, book.milliseconds == feed.mirror.milliseconds, feed.mirror.hasLevels(of: book) else {
            return
        }
        counters.hashesUnexplained += 1
        tokens[position].doubtsHash = false
        if counters.hashesUnexplained >= 3, counters.hashesVerified == 0 { trustsHashes = false }
    }

    private mutating func apply(_ message: PriceChangeMessage, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        // Nearly every message has two changes, for which a look back is quicker than a table.
        let isShort = message.changes.count <= 16
        var seen: Set<String> = []
        for first in message.changes.indices {
            let asset = message.changes[first].asset
            let isSeen =
                isShort
                ? message.changes[..<first].contains { $0.asset == asset } : !seen.insert(asset).inserted
            if isSeen { continue }
            guard let position = known(asset) else { continue }
            apply(message, of: position, from: first, at: now, &outputs)
        }
    }

    /// Applies the changes of one token, then compares the book with what the message says of it.
    private mutating func apply(
        _ message: PriceChangeMessage, of position: Int, from first: Int, at now: Timestamp,
        _ outputs: inout [ChannelOutput]
    ) {
        guard tokens[position].isLive else {
            counters.silenced += 1
            return
        }
        guard message.milliseconds >= tokens[position].mirror.milliseconds else {
            counters.stale += 1
            if hasRegressed(message.milliseconds, position) { request(position, at: now, &outputs) }
            return
        }
        let asset = message.changes[first].asset
        var delta: [LevelChange] = []
        var last = first
        do throws(BookRefusal) {
            for place in first..<message.changes.count where message.changes[place].asset == asset {
                delta.append(
                    try tokens[position].mirror.apply(message.changes[place], milliseconds: message.milliseconds))
                last = place
            }
        } catch {
            counters.refused += 1
            lose(position, at: now, &outputs)
            return
        }
        counters.changes += delta.count
        guard isConsistent(message.changes[last], position) else {
            lose(position, at: now, &outputs)
            return
        }
        emit(.delta(delta), of: position, milliseconds: message.milliseconds, at: now, &outputs)
    }

    private mutating func isConsistent(_ change: PriceChangeMessage.Change, _ position: Int) -> Bool {
        if let bid = change.bestBid, let ask = change.bestAsk,
            !tokens[position].mirror.hasTop(bid: bid, ask: ask)
        {
            counters.topMismatches += 1
            return false
        }
        if tokens[position].mirror.isCrossed {
            counters.crossed += 1
            return false
        }
        tokens[position].changesUntilHash -= 1
        guard tokens[position].changesUntilHash < 0, trustsHashes else { return true }
        tokens[position].changesUntilHash = settings.changesPerHash - 1
        guard verifyHash(change.hash, of: position) else {
            tokens[position].doubtsHash = true
            return false
        }
        return true
    }

    /// The book is not what the venue says: silence until a whole one is here.
    private mutating func lose(_ position: Int, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        silence(position, at: now, &outputs)
        request(position, at: now, &outputs)
    }

    private mutating func apply(
        _ message: TickSizeChangeMessage, at now: Timestamp, _ outputs: inout [ChannelOutput]
    ) {
        guard let position = known(message.asset), let tick = message.newTick.tick else { return }
        tokens[position].tickText = message.newTickText
        changeTick(to: tick, of: position, milliseconds: message.milliseconds, at: now, &outputs)
    }

    /// Announces a tick size once per market: a new epoch, in which no book of it is known until a whole one comes.
    private mutating func changeTick(
        to tick: Int32, of position: Int, milliseconds: Int64?, at now: Timestamp, _ outputs: inout [ChannelOutput]
    ) {
        let market = tokens[position].token.asset.market
        guard let known = ticks.updateValue(tick, forKey: market), known != tick else { return }
        let exchangeTime = min(milliseconds.map(InstantText.unix) ?? now, now)
        outputs.append(
            .event(
                MarketEvent(
                    asset: market.yes, exchangeTime: exchangeTime, receiveTime: now, kind: .tickChanged(tick))))
        for other in tokens.indices where tokens[other].token.asset.market == market {
            tokens[other].tickText = tokens[position].tickText
            tokens[other].mirror.advance(to: milliseconds ?? .min)
            if tokens[other].isLive {
                tokens[other].isLive = false
                tokens[other].waitingSince = now
            }
            request(other, at: now, &outputs)
        }
    }

    private mutating func apply(_ message: LastTradeMessage, at now: Timestamp, _ outputs: inout [ChannelOutput]) {
        guard let position = known(message.asset) else { return }
        tokens[position].lastTradePrice = message.priceText
        guard let price = message.price.price, let size = message.size?.size, !size.isZero else {
            counters.refused += 1
            return
        }
        guard tokens[position].isLive else {
            counters.silenced += 1
            return
        }
        counters.trades += 1
        let taker: TakerSide = message.side.map { $0 == .buy ? .buy : .sell } ?? .unknown
        emit(
            .trade(price: price, size: size, taker: taker), of: position, milliseconds: message.milliseconds, at: now,
            &outputs)
    }
}
