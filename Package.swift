// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// An inner target of the bot: module `BotName` in the folder `Sources/Bot/Name`.
func bot(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: "Bot" + name, dependencies: dependencies, path: "Sources/Bot/" + name, swiftSettings: settings)
}

func library(_ name: String, path: String? = nil, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
    name: "polybot",
    products: [
        .executable(name: "polybot", targets: ["Bot"]),
        .library(name: "GBDT", targets: ["GBDT"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    ],
    targets: [
        library("Market"),
        library("GBDT", path: "Sources/GBDT/Library"),
        library("Features", "Market", crypto),
        library("Store", "Market", "Features", grdb, sqlite),
        bot("Forecasting", "GBDT", "Features", "Market"),
        bot("Strategy", "BotForecasting", "Features", "Market"),
        bot("Engine", "BotStrategy", "BotForecasting", "Features", "Market"),
        bot("Collection", "BotEngine", "BotForecasting", "Store", "Features", "Market", "CZlib"),
        bot("Labeling", "Store", "Features", "Market"),
        bot("Updater", "BotForecasting", "GBDT", "Store", "Features", "Market", crypto),
        bot("Simulation", "BotEngine", "Market"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .executableTarget(
            name: "Bot",
            dependencies: [
                "BotCollection", "BotEngine", "BotForecasting", "BotLabeling", "BotSimulation", "BotStrategy",
                "BotUpdater", "Features", "GBDT", "Market", "Store", arguments, crypto,
            ],
            path: "Sources/Bot/Main", swiftSettings: settings),
        .target(
            name: "TestSupport", dependencies: ["Market", "Features"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("Market", "Market", "TestSupport"),
        .testTarget(
            name: "GBDTTests", dependencies: ["GBDT"],
            exclude: ["Golden/objectives.json", "Support/make_objective_golden.py", "Support/check_dump.py"],
            swiftSettings: settings),
        tests("Features", "Features", "Market", "TestSupport"),
        tests("Store", "Store", "Features", "Market", "TestSupport"),
        tests("BotForecasting", "BotForecasting", "GBDT", "Features", "Market", "TestSupport"),
        tests("BotStrategy", "BotStrategy", "BotForecasting", "Features", "Market", "TestSupport"),
        tests(
            "BotEngine", "BotEngine", "BotStrategy", "BotForecasting", "BotSimulation", "Features", "Market",
            "TestSupport"),
        tests(
            "BotCollection", "BotCollection", "BotEngine", "BotForecasting", "Store", "Features", "Market",
            "TestSupport"),
        tests("BotLabeling", "BotLabeling", "Store", "Features", "Market", "TestSupport"),
        tests("BotUpdater", "BotUpdater", "BotForecasting", "GBDT", "Store", "Features", "Market", "TestSupport"),
        tests("BotSimulation", "BotSimulation", "BotEngine", "Market", "TestSupport"),
        tests(
            "Bot", "Bot", "BotEngine", "BotUpdater", "BotForecasting", "GBDT", "Store", "Features", "Market",
            "TestSupport"),
        tests("Tidy"),
    ]
)
