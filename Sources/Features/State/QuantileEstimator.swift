/// A quantile of a stream in five numbers: the P2 algorithm (Jain, Chlamtac 1985).
///
/// Marker heights are the minimum, the quantiles p/2, p and (1+p)/2, and the maximum, moved along a parabola as
/// observations come. Below five observations the quantile is that of the sorted ones.
struct QuantileEstimator: Sendable {
    let probability: Double
    private(set) var count = 0
    private var heights = InlineArray<5, Double>(repeating: 0)
    private var positions: InlineArray<5, Double> = [1, 2, 3, 4, 5]

    init(probability: Double) {
        precondition(probability > 0 && probability < 1, "a quantile lies strictly between 0 and 1")
        self.probability = probability
    }

    mutating func add(_ x: Double) {
        if count < 5 {
            var place = count
            while place > 0, heights[place - 1] > x {
                heights[place] = heights[place - 1]
                place -= 1
            }
            heights[place] = x
            count += 1
            return
        }
        count += 1
        let cell = cell(of: x)
        for index in (cell + 1)..<5 { positions[index] += 1 }
        for index in 1..<4 { move(index) }
    }

    /// NaN before the first observation.
    var value: Double {
        if count >= 5 { return heights[2] }
        return count == 0 ? .nan : heights[min(count - 1, Int(probability * Double(count)))]
    }

    private mutating func cell(of x: Double) -> Int {
        if x < heights[0] {
            heights[0] = x
            return 0
        }
        if x >= heights[4] {
            heights[4] = x
            return 3
        }
        var cell = 0
        while x >= heights[cell + 1] { cell += 1 }
        return cell
    }

    private func desiredPosition(_ index: Int) -> Double {
        let shares: InlineArray<5, Double> = [0, probability / 2, probability, (1 + probability) / 2, 1]
        return 1 + Double(count - 1) * shares[index]
    }

    private mutating func move(_ index: Int) {
        let distance = desiredPosition(index) - positions[index]
        let (left, right) = (positions[index - 1] - positions[index], positions[index + 1] - positions[index])
        guard (distance >= 1 && right > 1) || (distance <= -1 && left < -1) else { return }
        let step = distance > 0 ? 1.0 : -1.0
        let rise = (heights[index + 1] - heights[index]) / right
        let fall = (heights[index - 1] - heights[index]) / left
        let parabolic = heights[index] + step / (right - left) * ((step - left) * rise + (right - step) * fall)
        if heights[index - 1] < parabolic, parabolic < heights[index + 1] {
            heights[index] = parabolic
        } else {
            heights[index] += step * (step > 0 ? rise : fall)
        }
        positions[index] += step
    }
}

extension QuantileEstimator: Restorable {
    mutating func archive(_ coder: inout StateCoder) throws(SnapshotError) {
        try coder.count(&count)
        try coder.doubles(&heights)
        try coder.doubles(&positions)
    }
}
