import Market

/// Finds the split of a tier: its test part is lengthened while it holds too little evidence and training can spare it.
struct Splitter {
    static let stepHours = 6

    let examples: ExampleSet
    let settings: UpdaterSettings
    let asOf: Timestamp

    func split(_ requirements: Tier.Requirements) throws(TimeSplitError) -> TimeSplit {
        var best = try split(requirements, extraHours: 0)
        var extra = Self.stepHours
        while !isEnough(best, requirements) {
            let longer = try split(requirements, extraHours: extra)
            guard hours(longer.train) >= requirements.trainHoursMin else { break }
            best = longer
            extra += Self.stepHours
        }
        return best
    }

    private func split(_ requirements: Tier.Requirements, extraHours: Int) throws(TimeSplitError) -> TimeSplit {
        try TimeSplit(
            examples, asOf: asOf,
            plan: .init(requirements, horizon: settings.horizon, extraTestHours: extraHours))
    }

    private func isEnough(_ split: TimeSplit, _ requirements: Tier.Requirements) -> Bool {
        let weights = SampleWeights.weights(
            examples, rows: split.test, eventCorrelation: SampleWeights.eventCorrelationMin)
        return hours(split.test) >= requirements.testHours
            && effectiveSampleSize(examples, rows: split.test, weights: weights) >= requirements.effectiveSampleSizeMin
    }

    private func hours(_ rows: [Int]) -> Int { Set(rows.map { examples.hour($0) }).count }
}
