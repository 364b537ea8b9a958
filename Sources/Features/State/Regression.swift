/// Least-squares line through a few points; x and y are shifted by their first values against cancellation.
struct Regression {
    private var first: (x: Double, y: Double)?
    private var count = 0.0
    private var x = 0.0
    private var y = 0.0
    private var xx = 0.0
    private var xy = 0.0

    mutating func add(x newX: Double, y newY: Double) {
        let origin = first ?? (newX, newY)
        first = origin
        let dx = newX - origin.x
        let dy = newY - origin.y
        count += 1
        x += dx
        y += dy
        xx += dx * dx
        xy += dx * dy
    }

    /// NaN when x does not vary.
    var slope: Double {
        let denominator = count * xx - x * x
        return denominator > 1e-9 * count * xx ? (count * xy - x * y) / denominator : .nan
    }
}
