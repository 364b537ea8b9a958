package import Market

/// A fill with an account of a venue on one side of it at least.
package struct MemberFill: Hashable, Sendable {
    package var match: Match
    package var time: Timestamp
}

/// Accounts beside the bot's, for a venue that serves many. Whether an order is well-formed and paid for is the
/// venue's business, and so is when a fill is settled: it stands in `takeMemberFills` until the venue says so.
///
/// Times never fall, and are not before those of the events that `next(before:)` has given.
extension SimulatedExchange {
    package func addMember() -> Participant {
        let member = Participant(UInt32(max(2, clearing.participants.count)))
        clearing.deposit(.zero, to: member)
        return member
    }

    package func deposit(_ amount: Money, to member: Participant) { clearing.deposit(amount, to: member) }

    /// Nil when no market has the number.
    package func book(of market: MarketID) -> MatchingEngine? {
        let index = Int(market.rawValue)
        return index < books.count ? books[index] : nil
    }

    /// Matches an order whatever its size; the feed tells of it as of any other.
    package func submit(
        _ order: LimitOrder, from member: Participant, at time: Timestamp
    ) -> MatchingEngine.Submission {
        let index = Int(order.asset.market.rawValue)
        precondition(member.isMember && index < books.count, "members trade in markets that exist")
        fills.removeAll(keepingCapacity: true)
        let outcome = books[index].match(order, from: member, fills: &fills)
        clear(at: time)
        report(index, at: time)
        if world.markets[index].status == .open { refill(index, after: order, at: time) }
        return outcome
    }

    /// Takes a member's order out of its book; nil when it does not rest there.
    package func withdraw(_ order: OrderID, from market: MarketID, at time: Timestamp) -> RestingOrder? {
        let index = Int(market.rawValue)
        guard index < books.count, let found = books[index].cancel(order) else { return nil }
        report(index, at: time)
        return found
    }

    /// The fills since the last call, in the order in which they happened.
    package func takeMemberFills() -> [MemberFill] {
        defer { memberFills.removeAll(keepingCapacity: true) }
        return memberFills
    }

    package func settle(_ fill: Match, fee: Money) { clearing.settle(fill, fee: fee) }

    /// Whether the member had the dollars.
    package func split(_ size: Size, of market: MarketID, for member: Participant) -> Bool {
        clearing.split(size, of: market, for: member)
    }

    /// Whether the member had the pairs.
    package func merge(_ size: Size, of market: MarketID, for member: Participant) -> Bool {
        clearing.merge(size, of: market, for: member)
    }

    /// A finer or coarser grid for the orders to come.
    package func setTick(_ tick: Int32, of market: MarketID, at time: Timestamp) {
        books[Int(market.rawValue)].tick = tick
        announce(market, .tickChanged(tick), at: time)
    }

    /// Ends the market now, whatever the world had in mind for it.
    package func resolve(_ market: MarketID, paying payout: Payout, at time: Timestamp) {
        close(market, at: time)
        world.markets[Int(market.rawValue)].payout = payout
        resolve(market, at: time)
    }
}
