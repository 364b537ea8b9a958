// swift-tools-version: 6.2
import PackageDescription

let library: [Target.Dependency] = ["Market", "Features"].map { .product(name: $0, package: "polybot") }

// Apart from the other benchmarks: features bring along what the bot needs, GBDT does not.
let package = Package(
    name: "FeatureBenchmarks",
    dependencies: [.package(name: "polybot", path: "../..")],
    targets: [
        .target(name: "TestSupport", dependencies: library),
        .executableTarget(name: "features", dependencies: ["TestSupport"] + library),
    ]
)
