extension TrainingParameters {
    /// Whether these parameters can hold together, as LightGBM sees it (`Config::CheckParamConflict`, and the checks of
    /// its RF, DART, GOSS and linear-tree classes). Ranges are ``validated()``'s matter.
    /// - Parameter categoricalColumns: columns of the matrix that hold categories.
    /// - Throws: ``GBDTError/contradictoryParameters(reason:)`` for the first contradiction: which, and what to change.
    public func checkConsistency(categoricalColumns: [Int] = []) throws(GBDTError) {
        if let reason = classContradiction ?? samplingContradiction ?? boostingContradiction
            ?? treeContradiction(categoricalColumns)
        {
            throw .contradictoryParameters(reason: reason)
        }
    }

    private var classContradiction: String? {
        if objective.hasClasses, classCount < 2 {
            return "objective=\(objective.name) needs the number of classes: set num_class to 2 or more"
        }
        if !objective.hasClasses, objective != .custom, classCount != 1 {
            return "num_class=\(classCount), but objective=\(objective.name) has one output: "
                + "set num_class=1 or objective=multiclass"
        }
        for metric in metrics {
            let isOfClasses = [.multiLogLoss, .multiError, .aucMu].contains(metric)
            if case .custom = metric { continue }
            if objective == .custom || isOfClasses == objective.hasClasses { continue }
            return "metric=\(metric.name) is for "
                + (isOfClasses ? "several classes" : "one output")
                + ", but objective=\(objective.name) is not: change one of them"
        }
        if isUnbalance, scalePosWeight != 1 {
            return
                "is_unbalance=true and scale_pos_weight=\(NumberFormat.shortest(scalePosWeight)) both set the weight "
                + "of positive rows: keep one of them"
        }
        return nil
    }

    private var samplingContradiction: String? {
        let hasBags = baggingFrequency > 0 && (baggingFraction < 1 || hasClassBags)
        if rowSampling == .goss, hasBags {
            return "data_sample_strategy=goss draws rows by gradient and bagging draws others: set bagging_freq=0 or "
                + "data_sample_strategy=bagging"
        }
        if rowSampling == .goss, topRate + otherRate > 1 {
            return "top_rate + other_rate is \(NumberFormat.shortest(topRate + otherRate)), more than all rows: "
                + "lower one of them"
        }
        if boosting == .randomForest, !hasBags, rowSampling == .bagging, featureFraction == 1 {
            return "boosting=rf would grow the same tree every round: set bagging_freq above 0 and bagging_fraction "
                + "below 1, or feature_fraction below 1"
        }
        return nil
    }

    private var boostingContradiction: String? {
        if boosting == .dart, earlyStoppingRounds != nil {
            return "boosting=dart changes earlier trees, so no round can be gone back to: set early_stopping_round=0"
        }
        return nil
    }

    private func treeContradiction(_ categoricalColumns: [Int]) -> String? {
        let isConstrained = monotoneConstraints.contains { $0 != 0 }
        let renewsLeaves = [.regressionL1, .quantile, .mape].contains(objective)
        if linearTree, objective == .regressionL1 {
            return "linear_tree=true cannot be fitted to objective=regression_l1: use regression or huber"
        }
        if linearTree, zeroAsMissing {
            return "linear_tree=true needs values of zero: set zero_as_missing=false"
        }
        if linearTree, isConstrained {
            return "linear_tree=true cannot keep monotone_constraints: drop one of them"
        }
        if isConstrained, renewsLeaves {
            return "objective=\(objective.name) sets leaf values after the tree is grown, which can break "
                + "monotone_constraints: use another objective or no constraints"
        }
        let clash = categoricalColumns.first {
            monotoneConstraints.indices.contains($0) && monotoneConstraints[$0] != 0
        }
        return clash.map {
            "column \($0) holds categories, which have no order, yet monotone_constraints wants one: set it to 0 there"
        }
    }
}
