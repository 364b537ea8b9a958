import GBDT

#if canImport(Glibc)
    import Glibc
#endif

/// Rates of Shapley values and leaf indices, and the time in which a model is loaded, as one JSON object:
/// `explaining MODEL ROWS.npy THREADS`.
///
/// The whole table in each call, at least three calls and 0.3 s of them, after one that does not count; of Shapley
/// values the first 500 rows.
@main
enum Explaining {
    static let explainedRowCountMax = 500

    struct Failure: Error {
        var reason: String
    }

    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let threadCount = Int(arguments[3]) else {
            throw Failure(reason: "usage: explaining MODEL ROWS.npy THREADS")
        }
        let text = String(decoding: try bytes(of: arguments[1]), as: UTF8.self)
        let start = seconds(CLOCK_MONOTONIC)
        let model = try Booster(modelText: text)
        let loadSeconds = seconds(CLOCK_MONOTONIC) - start
        let rows = try NumPyArray(bytes(of: arguments[2])).matrix()
        let some = try rows.rows(0..<min(rows.rowCount, explainedRowCountMax))

        let leaves = try rate(rows.rowCount) { try model.leafIndices(rows, threadCount: threadCount).count }
        let shap = try rate(some.rowCount) { try model.contributions(some, threadCount: threadCount).count }
        print("{\"load\":{\"seconds\":\(loadSeconds)},\"leaf-index\":\(leaves),\"shap\":\(shap)}")
    }

    /// A JSON object under the names of `Benchmarks/peers`.
    static func rate(_ rowCount: Int, _ call: () throws -> Int) rethrows -> String {
        keep(try call())
        let (wall, used) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
        var count = 0
        while count < 3 || seconds(CLOCK_MONOTONIC) - wall < 0.3 {
            keep(try call())
            count += 1
        }
        let spent = (seconds(CLOCK_MONOTONIC) - wall) / Double(count)
        let processor = (seconds(CLOCK_PROCESS_CPUTIME_ID) - used) / Double(count)
        let (rate, processorRate) = (Double(rowCount) / spent, Double(rowCount) / processor)
        return "{\"rows\":\(rowCount),\"seconds\":\(spent),\"cpu_s\":\(processor),"
            + "\"rows_per_s\":\(rate),\"rows_per_cpu_s\":\(processorRate)}"
    }

    /// A call to here is not optimised away, and so neither is what makes the value.
    @inline(never)
    static func keep(_ value: Int) {}

    static func seconds(_ clock: clockid_t) -> Double {
        var now = timespec()
        clock_gettime(clock, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }

    static func bytes(of path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Failure(reason: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while true {
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                count = fread(buffer.baseAddress, 1, buffer.count, file)
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}
