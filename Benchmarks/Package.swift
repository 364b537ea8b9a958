// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that what benchmarks need never reaches the bot.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "polybot", path: "..", traits: [])],
    targets: [
        .executableTarget(name: "bench", dependencies: [.product(name: "GBDT", package: "polybot")]),
        .executableTarget(name: "allocations", dependencies: [.product(name: "GBDT", package: "polybot")]),
        .executableTarget(name: "explaining", dependencies: [.product(name: "GBDT", package: "polybot")]),
    ]
)
