import Market

/// What a request is counted against: the scopes of the venue's per-address limits (section 1.3 of the specification).
enum LimitScope: Int, CaseIterable, Hashable, Sendable {
    case everything, health
    case gamma, gammaListing, gammaMarkets, gammaEvents, gammaTags, gammaSearch
    case data, dataTrades, dataPositions, dataActivity
    case clob, book, price, midpoint, books, prices, midpoints, priceHistory, tickSize
    case ledger, ledgerOrders, ledgerTrades, notifications, apiKeys, balance, balanceUpdate
    case placeOrder, placeOrders, cancelOrder, cancelOrders, cancelAll, cancelMarket

    /// Requests by window, as the venue publishes them.
    var limits: [(count: Int, window: Duration)] {
        let short = Duration.seconds(10)
        let long = Duration.minutes(10)
        return switch self {
        case .everything: [(15_000, short)]
        case .health: [(100, short)]
        case .gamma: [(4_000, short)]
        case .gammaListing: [(900, short)]
        case .gammaMarkets: [(300, short)]
        case .gammaEvents: [(500, short)]
        case .gammaTags: [(200, short)]
        case .gammaSearch: [(350, short)]
        case .data: [(1_000, short)]
        case .dataTrades: [(200, short)]
        case .dataPositions: [(150, short)]
        case .dataActivity: [(400, short)]
        case .clob: [(9_000, short)]
        case .book, .price, .midpoint: [(1_500, short)]
        case .books, .prices, .midpoints: [(500, short)]
        case .priceHistory: [(1_000, short)]
        case .tickSize: [(200, short)]
        case .ledger: [(900, short)]
        case .ledgerOrders, .ledgerTrades: [(500, short)]
        case .notifications: [(125, short)]
        case .apiKeys: [(100, short)]
        case .balance: [(200, short)]
        case .balanceUpdate: [(50, short)]
        case .placeOrder, .cancelOrder: [(5_000, short), (120_000, long)]
        case .placeOrders: [(2_000, short), (21_000, long)]
        case .cancelOrders: [(2_000, short), (15_000, long)]
        case .cancelAll: [(250, short), (6_000, long)]
        case .cancelMarket: [(1_500, short), (21_000, long)]
        }
    }
}

/// The requests that the bot makes.
enum Endpoint: CaseIterable, Hashable, Sendable {
    case health, time
    case gammaMarkets, gammaEvents, gammaTags, gammaSearch, gammaMarket
    case dataTrades, dataPositions, dataActivity, dataOther
    case book, books, price, prices, midpoint, midpoints, tickSize, priceHistory, clobMarket
    case apiKey, openOrders, openOrder, trades, notifications, balance, balanceUpdate, heartbeat
    case placeOrder, placeOrders, cancelOrder, cancelOrders, cancelAll, cancelMarket

    var scopes: [LimitScope] {
        let own: [LimitScope] =
            switch self {
            case .health: [.health]
            case .time, .clobMarket, .heartbeat: [.clob]
            case .gammaMarkets: [.gamma, .gammaListing, .gammaMarkets]
            case .gammaEvents: [.gamma, .gammaListing, .gammaEvents]
            case .gammaMarket: [.gamma, .gammaMarkets]
            case .gammaTags: [.gamma, .gammaTags]
            case .gammaSearch: [.gamma, .gammaSearch]
            case .dataTrades: [.data, .dataTrades]
            case .dataPositions: [.data, .dataPositions]
            case .dataActivity: [.data, .dataActivity]
            case .dataOther: [.data]
            case .book: [.clob, .book]
            case .books: [.clob, .books]
            case .price: [.clob, .price]
            case .prices: [.clob, .prices]
            case .midpoint: [.clob, .midpoint]
            case .midpoints: [.clob, .midpoints]
            case .tickSize: [.clob, .tickSize]
            case .priceHistory: [.clob, .priceHistory]
            case .apiKey: [.clob, .apiKeys]
            case .openOrders: [.clob, .ledger, .ledgerOrders]
            case .openOrder: [.clob, .ledger]
            case .trades: [.clob, .ledger, .ledgerTrades]
            case .notifications: [.clob, .ledger, .notifications]
            case .balance: [.clob, .balance]
            case .balanceUpdate: [.clob, .balanceUpdate]
            case .placeOrder: [.clob, .placeOrder]
            case .placeOrders: [.clob, .placeOrders]
            case .cancelOrder: [.clob, .cancelOrder]
            case .cancelOrders: [.clob, .cancelOrders]
            case .cancelAll: [.clob, .cancelAll]
            case .cancelMarket: [.clob, .cancelMarket]
            }
        return [.everything] + own
    }

    /// What the venue counts against the signer, beside the address.
    var signerLane: SignerLane? {
        switch self {
        case .placeOrder, .placeOrders: .orders
        case .cancelOrder, .cancelOrders, .cancelAll, .cancelMarket: .cancels
        default: nil
        }
    }
}

/// The two buckets that the venue keeps per signer.
enum SignerLane: Hashable, Sendable { case orders, cancels }
