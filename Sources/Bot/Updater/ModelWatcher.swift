public import BotForecasting

/// Follows the registry's pointer for a running bot: cheap enough to ask several times a second.
public struct ModelWatcher: Sendable {
    private let registry: ModelRegistry
    /// The version that runs.
    public private(set) var current: ModelVersion?
    /// The version that was refused last, so that it is refused once and not at every look.
    private var refused: ModelVersion?

    public init(registry: ModelRegistry, current: ModelVersion? = nil) {
        self.registry = registry
        self.current = current
    }

    public enum Finding: Sendable {
        case unchanged
        /// Another model, loaded and checked: to be installed by an event.
        case changed(Forecaster)
        /// The pointer names a model that is broken or of another schema: the old one stays.
        case refused(RegistryError)
    }

    /// The install was handed on: the version is not found again. Until then every look finds it.
    public mutating func accept(_ version: ModelVersion) { current = version }

    /// Looks at the pointer.
    public mutating func look() -> Finding {
        do throws(RegistryError) {
            guard let version = try registry.currentVersion(), version != current, version != refused else {
                return .unchanged
            }
            refused = version
            let forecaster = try registry.load(version)
            refused = nil
            return .changed(forecaster)
        } catch {
            return .refused(error)
        }
    }
}
