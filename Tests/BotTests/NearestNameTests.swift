import Testing

@testable import Bot

/// Goal: a mistyped name is answered with the one that was meant.
struct NearestNameTests {
    @Test func theDistanceCountsInsertionsDeletionsAndSubstitutions() {
        #expect(NearestName.distance("", "abc") == 3)
        #expect(NearestName.distance("kitten", "sitting") == 3)
        #expect(NearestName.distance("same", "same") == 0)
    }

    @Test func theNearestNameIsFoundAndTiesKeepTheFirst() {
        let names = BotConfiguration.keys.map(\.name)
        #expect(NearestName.to("POLYBOT_BANKROL", in: names) == "POLYBOT_BANKROLL")
        #expect(NearestName.to("b", in: ["a", "c"]) == "a")
    }
}
