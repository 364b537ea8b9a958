/// How a store is opened.
public struct StoreOptions: Hashable, Sendable {
    /// Connections that read at the same time.
    public var readerCountMax: Int
    /// Batches that may wait for the writer before `StoreWriter.enqueue` waits too.
    public var pendingBatchesMax: Int
    /// A ceiling for the file, in pages of 8 KiB; at it the store behaves as if the disk were full. Nil for none.
    public var pageCountMax: Int?

    public init(readerCountMax: Int = 5, pendingBatchesMax: Int = 4, pageCountMax: Int? = nil) {
        precondition(readerCountMax > 0 && pendingBatchesMax > 0, "limits are positive")
        self.readerCountMax = readerCountMax
        self.pendingBatchesMax = pendingBatchesMax
        self.pageCountMax = pageCountMax
    }
}
