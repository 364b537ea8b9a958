/// The one-byte codes of the columns that are split on, a second time: up to 64 columns side by side, row after row.
///
/// A leaf's rows lie anywhere. Column by column every code would be a cache miss of its own; here a row's codes are one
/// line. Columns one after the other stay the better form for partitions, which read a single one.
struct CodePanels: Sendable {
    static let widthMax = 64
    /// Rows are copied up to 64 bytes at a time, so that reads end beyond the last one.
    private static let padding = 64
    private static let lineSize = 64
    private static let rowBlock = 256

    /// Neighbouring columns, row after row.
    struct Panel: Sendable {
        /// Where its first row stands.
        var start: Int
        /// From row to row: the columns, and some bytes more if rows then cross no line.
        let stride: Int
        /// Columns of the binned matrix's one-byte codes.
        let columns: [Int]
    }

    let panels: [Panel]
    let codes: [UInt8]

    /// - Parameters:
    ///   - columns: those of `codes` that are wanted.
    ///   - pool: where there is a panel for every thread, all get as many; else threads share rows.
    init(_ codes: [UInt8], rowCount: Int, columns: [Int], pool: WorkerPool) {
        let threads = pool.threadCount
        let needed = (columns.count + Self.widthMax - 1) / Self.widthMax
        let panelCount = needed < threads ? needed : (needed + threads - 1) / threads * threads
        var panels: [Panel] = []
        var size = 0
        for number in 0..<panelCount {
            let range = columns.count * number / panelCount..<columns.count * (number + 1) / panelCount
            let members = Array(columns[range])
            panels.append(Panel(start: size, stride: Self.stride(ofWidth: members.count), columns: members))
            let end = size + panels[panels.count - 1].stride * rowCount
            size = (end + Self.lineSize - 1) / Self.lineSize * Self.lineSize
        }
        precondition(columns.allSatisfy { $0 >= 0 && ($0 + 1) * rowCount <= codes.count })
        let blockCount = (rowCount + Self.rowBlock - 1) / Self.rowBlock
        self.codes = [UInt8](onLargePages: size + Self.lineSize + Self.padding) { target in
            codes.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress, let target = target.baseAddress else { return }
                let skipped = -Int(bitPattern: target) & (Self.lineSize - 1)
                for index in panels.indices { panels[index].start += skipped }
                pool.forEach(blockCount) { [panels] block in
                    let rows = block * Self.rowBlock..<min((block + 1) * Self.rowBlock, rowCount)
                    for panel in panels {
                        PanelKernels.interleave(
                            source, rowCount: rowCount, columns: panel.columns.span, rows: rows, stride: panel.stride,
                            into: target + panel.start)
                    }
                }
                // What no row owns is read by copies of whole lines, so it must be there.
                target.initialize(repeating: 0, count: skipped)
                (target + (skipped + size)).initialize(repeating: 0, count: Self.lineSize - skipped + Self.padding)
            }
        }
        self.panels = panels
    }

    private static func stride(ofWidth width: Int) -> Int {
        let rounded = [8, 16, 32, 64].first { $0 >= width } ?? width
        return width * 4 >= rounded * 3 ? rounded : width
    }
}
