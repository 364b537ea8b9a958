import Synchronization

/// Steps that are left before everything fails.
final class Counter: Sendable {
    private let left: Atomic<Int>

    init(_ count: Int) { left = Atomic(count) }

    func take() -> Bool { left.subtract(1, ordering: .relaxed).newValue >= 0 }
    var value: Int { left.load(ordering: .relaxed) }
    var isFirstFailure: Bool { left.load(ordering: .relaxed) == -1 }
}
