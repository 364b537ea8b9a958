import Foundation
import TestSupport
import Testing

@testable import BotPolymarket

/// Goal: whatever the venue was ever seen to send is understood, and nothing new goes unnoticed.
/// Method: every sample of the reference pack, each by the message type that its name says.
@Suite(.enabled(if: SharedFiles.exchange != nil, "skipped: no ../shared"))
struct FixtureTests {
    @Test func everySampleIsCounted() {
        let counts = Dictionary(grouping: SharedFiles.fixtures, by: \.folder).mapValues(\.count)
        let expected = [
            "clob-private": 162, "clob-public": 95, "data-api-v1": 3, "data-api-v2": 7, "gamma": 18, "rtds": 4,
            "ws-market": 28, "ws-user": 23,
        ]
        #expect(counts == expected)
        #expect(SharedFiles.fixtures.count == 340)
    }

    @Test(arguments: SharedFiles.fixtures) func aSampleParses(_ fixture: SharedFiles.Fixture) throws {
        let decoder = try #require(FixtureDecoder(folder: fixture.folder, name: fixture.name), "no rule for the name")
        var unknown = UnknownFields()
        try decoder.decode(fixture.bytes, &unknown)
    }

    /// Members that the specification does not list. A new one in the samples shows here.
    @Test func unknownMembersAreThoseOfTheList() throws {
        var byFolder: [String: UnknownFields] = [:]
        for fixture in SharedFiles.fixtures {
            var unknown = UnknownFields()
            try FixtureDecoder(folder: fixture.folder, name: fixture.name)?.decode(fixture.bytes, &unknown)
            byFolder[fixture.folder, default: UnknownFields()].merge(unknown)
        }
        let found = byFolder.mapValues { Set($0.sorted.map { leaf($0.path) }) }.filter { !$0.value.isEmpty }
        for (folder, names) in found.sorted(by: { $0.key < $1.key }) {
            let expected = Set(Self.golden[folder] ?? [])
            #expect(names == expected, "\(folder): \(names.subtracting(expected).sorted())")
        }
        #expect(Set(found.keys) == Set(Self.golden.keys))
    }

    /// The same object stands at several paths, so the list names the object's kind and the member.
    private func leaf(_ path: String) -> String {
        let parts = path.replacingOccurrences(of: "[]", with: "").split(separator: ".")
        return parts.suffix(2).joined(separator: ".")
    }

    private static let golden: [String: [String]] = [
        "data-api-v2": [
            "data.archived", "data.extended_review", "data.name", "data.new_version_q", "data.profile_image",
            "data.resolved_block", "data.verified",
            "holders.display_username_public", "holders.verified",
        ],
        "gamma": [
            "approved", "automaticallyActive", "automaticallyResolved", "clearBookOnStart", "clobRewards",
            "commentCount", "competitive", "countryName", "createdAt", "creationDate", "creator", "cumulativeMarkets",
            "customLiveness", "cyom", "deploying", "deployingTimestamp", "electionType", "enableOrderBook",
            "estimateValue", "events.automaticallyActive", "events.automaticallyResolved", "events.closedTime",
            "events.commentCount", "events.competitive", "events.createdAt", "events.creationDate", "events.cyom",
            "events.deploying", "events.enableOrderBook", "events.eventDate", "events.eventMetadata",
            "events.eventWeek", "events.featured", "events.gameId", "events.icon", "events.image", "events.new",
            "events.pendingDeployment", "events.period", "events.requiresTranslation", "events.restricted",
            "events.showAllOutcomes", "events.showMarketImages", "events.startTime", "events.ticker",
            "events.updatedAt", "featured", "fpmmLive", "funded", "gmpChartMode", "groupItemThreshold",
            "hasReviewedDates", "holdingRewardsEnabled", "icon", "image", "lowerBound", "mailchimpTag",
            "makerRebatesFeeShareBps", "manualActivation", "marketMakerAddress", "marketType", "markets.approved",
            "markets.automaticallyActive", "markets.clearBookOnStart", "markets.clobRewards",
            "markets.customLiveness", "markets.cyom", "markets.deploying", "markets.deployingTimestamp",
            "markets.featured", "markets.funded", "markets.groupItemThreshold", "markets.hasReviewedDates",
            "markets.holdingRewardsEnabled", "markets.icon", "markets.image", "markets.manualActivation",
            "markets.marketMakerAddress", "markets.new", "markets.pagerDutyNotificationEnabled",
            "markets.pendingDeployment", "markets.ready", "markets.requiresTranslation", "markets.resolvedBy",
            "markets.seriesColor", "markets.showGmpOutcome", "markets.showGmpSeries", "markets.submitted_by",
            "markets.umaBond", "markets.umaReward", "new", "pagerDutyNotificationEnabled", "pendingDeployment",
            "ready", "readyForCron", "requiresTranslation", "resolvedBy", "restricted", "seriesColor",
            "showAllOutcomes", "showGmpOutcome", "showGmpSeries", "showMarketImages", "sortBy", "startTime",
            "submitted_by", "tags.createdAt", "tags.createdBy", "tags.forceHide", "tags.isCarousel",
            "tags.publishedAt", "tags.requiresTranslation", "tags.updatedAt", "tags.updatedBy", "ticker",
            "twitterCardImage", "umaBond", "umaEndDate", "umaReward", "updatedAt", "updatedBy", "upperBound",
        ],
    ]

    @Test func randomDamageNeverTraps() {
        var generator = SeededGenerator(seed: 0x6d75_7461_7465)
        var refused = 0
        var understood = 0
        for fixture in SharedFiles.fixtures {
            guard let decoder = FixtureDecoder(folder: fixture.folder, name: fixture.name) else { continue }
            let rounds = fixture.bytes.count > 20_000 ? 2 : 15
            for _ in 0..<rounds {
                var unknown = UnknownFields()
                do {
                    try decoder.decode(Mutation.random(fixture.bytes, using: &generator), &unknown)
                    understood += 1
                } catch { refused += 1 }
            }
        }
        #expect(refused > 1_000 && understood > 50)
    }
}
