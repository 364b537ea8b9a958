// swift-tools-version: 6.2
import PackageDescription

// A package that takes the library GBDT and nothing else of polybot: without the trait Bot none of the bot's
// dependencies is fetched. Of a copy elsewhere POLYBOT says where polybot is.
let package = Package(
    name: "consumer",
    dependencies: [.package(name: "polybot", path: Context.environment["POLYBOT"] ?? "../..", traits: [])],
    targets: [.executableTarget(name: "consumer", dependencies: [.product(name: "GBDT", package: "polybot")])]
)
