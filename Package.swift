// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// What only the bot needs stands behind a trait: whoever takes `GBDT` with `traits: []` fetches none of it.
func outside(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Bot"]))
}

let grdb = outside("GRDB", "GRDB.swift")
let sqlite = outside("GRDBSQLite", "GRDB.swift")
let crypto = outside("Crypto", "swift-crypto")
let arguments = outside("ArgumentParser", "swift-argument-parser")
let nio = ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket"].map { outside($0, "swift-nio") }

/// Whether GBDT's hot loops are built for wider instruction sets too, to be chosen among at run time. It drives the
/// compiler's flags and the code that chooses: a wide kernel built without its flags is slower than the portable one.
#if arch(x86_64)
    let hasWideKernels = true
#else
    let hasWideKernels = false
#endif

/// The hot loops of GBDT, one source built again for an instruction set. The linker keeps the first copy of what two
/// modules both emit, in alphabetical order of targets: a name with Z keeps wide copies from the portable code.
func wideKernels(_ level: String, _ flags: [String], _ more: SwiftSetting...) -> Target {
    .target(
        name: "ZGBDTKernels" + level, dependencies: ["GBDTLayout"], path: "Sources/GBDT/ZKernels" + level,
        swiftSettings: settings + more + [.unsafeFlags(flags)])
}

let wideKernelTargets: [Target] =
    hasWideKernels
    ? [
        wideKernels("V3", ["-Xcc", "-march=x86-64-v3"]),
        // Unchecked, here alone: a checked byte permute does not become the one instruction that it is. Gathers are
        // slower than as many loads on the processors measured.
        wideKernels(
            "V4",
            [
                "-Xcc", "-march=x86-64-v4", "-Xcc", "-mavx512vbmi", "-Xcc", "-mprefer-vector-width=512",
                "-Xcc", "-mno-gather", "-Ounchecked",
            ], .define("BYTE_PERMUTE")),
    ] : []

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
        .library(name: "Market", targets: ["Market"]),
        .library(name: "Features", targets: ["Features"]),
    ],
    traits: [
        .trait(name: "Bot", description: "The bot around the library: its store, commands and cryptography."),
        .default(enabledTraits: ["Bot"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        library("Market"),
        library("GBDTLayout", path: "Sources/GBDT/Layout"),
        library("GBDTKernels", path: "Sources/GBDT/Kernels", "GBDTLayout"),
        .target(
            name: "GBDT",
            dependencies: ["GBDTLayout", "GBDTKernels"] + wideKernelTargets.map { .target(name: $0.name) },
            path: "Sources/GBDT/Library",
            swiftSettings: settings + (hasWideKernels ? [.define("WIDE_KERNELS")] : [])),
        library("Features", "Market", crypto),
        library("Store", "Market", "Features", grdb, sqlite),
        bot("Forecasting", "GBDT", "Features", "Market"),
        bot("Strategy", "BotForecasting", "Features", "Market"),
        bot("Engine", "BotStrategy", "BotForecasting", "Features", "Market"),
        bot("Collection", "BotEngine", "BotForecasting", "Store", "Features", "Market", "CZlib"),
        bot("Labeling", "Store", "Features", "Market"),
        bot("Updater", "BotForecasting", "GBDT", "Store", "Features", "Market", crypto),
        bot("Simulation", "BotEngine", "Market"),
        bot("Signing", "CSecp256k1", crypto),
        bot("Polymarket", "Market", crypto),
        .target(
            name: "BotSimulationServer",
            dependencies: ["BotSigning", "BotSimulation", "BotEngine", "Market", crypto] + nio,
            path: "Sources/Bot/SimulationServer", swiftSettings: settings),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSecp256k1", providers: [.apt(["libsecp256k1-dev"])]),
        .executableTarget(
            name: "Bot",
            dependencies: [
                "BotCollection", "BotEngine", "BotForecasting", "BotLabeling", "BotSigning", "BotSimulation",
                "BotSimulationServer", "BotStrategy", "BotUpdater", "Features", "GBDT", "Market", "Store", arguments,
                crypto,
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
        tests("BotSigning", "BotSigning", "TestSupport"),
        tests("BotPolymarket", "BotPolymarket", "Market", "TestSupport", crypto),
        tests(
            "BotSimulationServer", "BotSimulationServer", "BotSimulation", "Market", "TestSupport", crypto,
            outside("NIOCore", "swift-nio"), outside("NIOPosix", "swift-nio")),
        tests(
            "Bot", "Bot", "BotEngine", "BotUpdater", "BotForecasting", "GBDT", "Store", "Features", "Market",
            "TestSupport"),
        tests("Tidy"),
    ] + wideKernelTargets
)
