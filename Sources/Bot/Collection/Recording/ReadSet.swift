internal import Market

/// The folder of one set.
struct SetFolder {
    /// Where it lies, without a slash at the end.
    var path: String
    /// Its path below the folder that was named, empty for that itself.
    var name: String
    /// Its own name.
    var leaf: String
    /// Its gzipped files, by name.
    var contents: [String]
    var policy = ImportPolicy.fail

    func has(_ file: String) -> Bool { contents.contains(file) }

    func file(_ file: String) -> RecordedFile {
        RecordedFile(path: path + "/" + file, name: name.isEmpty ? file : name + "/" + file, policy: policy)
    }
}

/// A set that was read and checked whole, its events ready to be drawn.
struct ReadSet {
    var table: MarketTable
    var files: [FileReport]
    var events: Events

    enum Events {
        /// In receive order.
        case tape([MarketEvent])
        /// Quotes are many and small: they become events when they are drawn.
        case quotes(USQuotesTape)
    }

    /// The events in receive order with the numbers of the set's own table.
    func makeIterator() -> Iterator {
        switch events {
        case .tape(let events): Iterator(source: .tape(events.makeIterator()))
        case .quotes(let tape): Iterator(source: .quotes(tape))
        }
    }

    struct Iterator: IteratorProtocol {
        fileprivate enum Source {
            case tape(IndexingIterator<[MarketEvent]>)
            case quotes(USQuotesTape)
        }

        fileprivate var source: Source

        mutating func next() -> MarketEvent? {
            switch source {
            case .tape(var iterator):
                // Emptied first, so that the iterator is advanced in place and not copied.
                source = .tape([].makeIterator())
                defer { source = .tape(iterator) }
                return iterator.next()
            case .quotes(var tape):
                source = .tape([].makeIterator())
                defer { source = .quotes(tape) }
                return tape.next()
            }
        }
    }
}

extension MarketEvent {
    /// The event with a set's own numbers replaced by those of `numbers`.
    func renumbered(_ numbers: RecordingNumbers) -> MarketEvent {
        var event = self
        event.asset = AssetID(market: numbers.markets[Int(market.rawValue)], outcome: asset.outcome)
        if case .listed(var instrument) = kind {
            instrument.event = numbers.events[Int(instrument.event.rawValue)]
            event.kind = .listed(instrument)
        }
        return event
    }
}

/// The numbers that the keeper of the names gave to a set's markets and events, in the order of the names.
struct RecordingNumbers {
    var markets: [MarketID]
    var events: [EventID]
}
