import Testing

@testable import GBDT

/// Goal: codes row after row are those of the columns, whatever their number.
struct CodePanelsTests {
    @Test(arguments: [0, 1, 7, 8, 9, 13, 28, 32, 33, 64, 65, 130], [1, 3])
    func everyRowHoldsTheCodesOfItsColumns(_ columnCount: Int, _ threads: Int) {
        let rowCount = 700
        var generator = SeededGenerator(seed: 3)
        let codes = (0..<rowCount * (columnCount + 1)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        // Every column but the first, backwards.
        let columns = (1..<columnCount + 1).reversed().map(\.self)
        let panels = CodePanels(codes, rowCount: rowCount, columns: columns, pool: WorkerPool(threadCount: threads))
        #expect(panels.panels.flatMap(\.columns) == columns)
        for panel in panels.panels {
            #expect(panel.columns.count <= CodePanels.widthMax)
            for row in 0..<rowCount {
                let start = panel.start + row * panel.stride
                let own = Array(panels.codes[start..<start + panel.columns.count])
                #expect(own == panel.columns.map { codes[$0 * rowCount + row] })
            }
        }
        // What a copy of 64 bytes may read beyond the last row.
        if let last = panels.panels.last {
            #expect(panels.codes.count >= last.start + rowCount * last.stride + 64)
        }
    }
}
