/// The one-byte codes of the columns that are split on, a second time: up to 32 columns side by side, row after row.
///
/// A leaf's rows lie anywhere. Column by column every code would be a cache miss of its own; here a row's codes are one
/// or two lines. Columns one after the other stay the better form for partitions, which read a single one.
struct CodePanels: Sendable {
    static let widthMax = 32
    /// Rows are copied 32 bytes at a time, so that reads end beyond the last one.
    private static let padding = 32
    private static let rowBlock = 256

    /// Neighbouring columns, row after row.
    struct Panel: Sendable {
        /// Where its first row stands.
        let start: Int
        /// Columns of the binned matrix's one-byte codes.
        let columns: [Int]
    }

    let panels: [Panel]
    let codes: [UInt8]

    /// - Parameter columns: those of `codes` that are wanted.
    init(_ codes: [UInt8], rowCount: Int, columns: [Int], pool: WorkerPool) {
        let panelCount = (columns.count + Self.widthMax - 1) / Self.widthMax
        let width = panelCount == 0 ? 0 : ((columns.count + panelCount - 1) / panelCount + 7) / 8 * 8
        var panels: [Panel] = []
        for first in stride(from: 0, to: columns.count, by: max(width, 1)) {
            let members = columns[first..<min(first + width, columns.count)]
            panels.append(Panel(start: first * rowCount, columns: Array(members)))
        }
        self.panels = panels
        precondition(columns.allSatisfy { $0 >= 0 && ($0 + 1) * rowCount <= codes.count })
        let size = columns.count * rowCount
        let blockCount = (rowCount + Self.rowBlock - 1) / Self.rowBlock
        self.codes = [UInt8](onLargePages: size + Self.padding) { target in
            codes.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                pool.forEach(blockCount) { block in
                    let rows = block * Self.rowBlock..<min((block + 1) * Self.rowBlock, rowCount)
                    for panel in panels {
                        PanelKernels.interleave(
                            source, rowCount: rowCount, columns: panel.columns.span, rows: rows,
                            into: target + panel.start)
                    }
                }
                (target + size).initialize(repeating: 0, count: Self.padding)
            }
        }
    }
}
