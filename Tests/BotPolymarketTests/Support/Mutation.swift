import TestSupport

/// Damage as networks and servers do it, and worse.
enum Mutation {
    static func random(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...generator.int(in: 0...3) {
            guard !bytes.isEmpty else { return bytes }
            let place = generator.int(in: 0...bytes.count - 1)
            switch generator.int(in: 0...7) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes.removeLast(bytes.count - place)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(bytes[generator.int(in: 0...bytes.count - 1)], at: place)
            case 4: bytes.insert(contentsOf: "999999999999999999999".utf8, at: place)
            case 5: bytes[place] = Array("{}[]\",:\\-.0eEtfn".utf8)[generator.int(in: 0...15)]
            case 6:
                let end = min(bytes.count, place + generator.int(in: 1...30))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            default:
                let end = min(bytes.count, place + generator.int(in: 1...30))
                bytes.removeSubrange(place..<end)
            }
        }
        return bytes
    }
}
