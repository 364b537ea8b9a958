import Testing

@testable import GBDT

/// Goal: categories are ordered as LightGBM orders them, those without a response included.
/// Method: orders printed by std::stable_sort of libstdc++ 12.
struct LibraryOrderTests {
    @Test func numbersAreSortedStably() {
        #expect(LibraryOrder.indices(of: [2, 1, 2, 0, 1]) == [3, 1, 4, 0, 2])
        #expect(LibraryOrder.indices(of: []) == [])
    }

    @Test(arguments: orders) func placesOfNaNAreTheLibrarys(_ keys: [Double], _ expected: [Int]) {
        #expect(LibraryOrder.indices(of: keys) == expected)
    }

    static let orders: [([Double], [Int])] = [
        (
            [3, -2, -4, .nan, 3],
            [2, 1, 0, 3, 4]
        ),
        (
            [.nan, 1, 4, 1, 2, .nan, .nan, .nan, 2],
            [0, 1, 3, 4, 5, 6, 7, 8, 2]
        ),
        (
            [.nan, 0, 2, .nan, 4, -4, -4, 1, 1, .nan, 0, 2, 0, -2, -1, -1],
            [0, 13, 15, 1, 10, 7, 8, 2, 3, 5, 6, 4, 9, 14, 12, 11]
        ),
        (
            [0, 0, 3, .nan, .nan, -3, 3, .nan, -1, 1, -3, -3, 4, -1, -4, .nan, 4, -3, 1, 2, .nan, 0, -3],
            [5, 0, 1, 2, 3, 4, 6, 7, 14, 10, 11, 22, 13, 21, 19, 12, 15, 17, 8, 9, 18, 16, 20]
        ),
        (
            [
                -2, .nan, .nan, -4, -3, .nan, 1, 2, -4, 0, 4, -2, -3, 1, .nan, -3, -4, 3, .nan, 0, 3, 3, 3, 3, -3, -4,
                -2, .nan, -1, -2, .nan, 3, 4, 1, -2, 0, 4, -4, -2, 2,
            ],
            [
                3, 8, 25, 37, 12, 24, 0, 1, 2, 4, 5, 11, 26, 34, 38, 9, 35, 6, 13, 7, 39, 20, 21, 22, 23, 10, 14, 16,
                15, 17, 18, 19, 27, 29, 28, 30, 33, 31, 32, 36,
            ]
        ),
    ]
}
