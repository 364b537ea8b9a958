extension BoostingLoop {
    /// What is done once, before the first round.
    mutating func prepare() {
        guard parameters.boosting == .randomForest else { return }
        // Every tree of a forest fits the labels alone: gradients never change.
        let scores = initialScores.map { Array(repeating: $0, count: training.rowCount) }
        objective.fillGradients(&gradients, scores: scores, pool: pool)
    }

    /// Adds a tree for every output. false when no leaf of any could be split.
    mutating func trainRound(learningRate: Double) -> Bool {
        parameters.boosting == .randomForest ? addForestTrees() : addBoostedTrees(learningRate)
    }

    private mutating func addBoostedTrees(_ learningRate: Double) -> Bool {
        let earlierRounds = iterationCount - firstIteration
        dropout?.draw(iterationCount: earlierRounds, learningRate: learningRate)
        for tree in droppedTrees { removeFromTraining(tree) }
        if rowSampler.drawsGroups {
            rowSampler.draw(iteration: splitIterationCount, gradients: &gradients)
            objective.fillGradients(&gradients, scores: trainingScores.scores, groups: rowSampler.groups)
        } else {
            objective.fillGradients(&gradients, scores: trainingScores.scores, pool: pool)
            rowSampler.draw(iteration: splitIterationCount, gradients: &gradients)
        }
        let isFirst = isFirstRound
        var isSplit = false
        for output in 0..<outputCount {
            let rate = dropout?.shrinkage ?? learningRate
            if objective.trains(output: output), let tree = boosted(output, isFirst: isFirst, shrinkage: rate) {
                isSplit = true
                trees.append(tree)
            } else {
                trees.append(constantTree(output, isFirst: isFirst))
                if dropout != nil { binnedTrees.append(BinnedTree(trees[trees.count - 1], splits: [])) }
            }
        }
        if isSplit {
            splitIterationCount += 1
        } else if !isFirst {
            trees.removeLast(outputCount)
            if dropout != nil { binnedTrees.removeLast(outputCount) }
        }
        restoreDropped(learningRate, madeTrees: isSplit || isFirst)
        return isSplit
    }

    /// A tree for one output, its scores added everywhere. nil when no leaf could be split.
    private mutating func boosted(_ output: Int, isFirst: Bool, shrinkage: Double) -> Tree? {
        var (tree, binned) = grow(output)
        guard tree.leafCount > 1 else { return nil }
        // Linear leaves go by the values found by the search, also where plain leaves are renewed.
        fitLeaves(of: &tree, output, isFirst: isFirst)
        renewLeaves(of: &tree) { [scores = trainingScores.scores[output]] in scores[$0] }
        tree.shrink(by: shrinkage)
        addScores(of: tree, binned, output)
        if isFirst, initialScores[output] != 0 { tree.addBias(initialScores[output]) }
        if dropout != nil { binnedTrees.append(binned) }
        return tree
    }

    /// A tree on the gradients of one output.
    private mutating func grow(_ output: Int) -> (Tree, BinnedTree) {
        guard let quantizer else {
            return grower.grow(
                gradients: gradients[output], bag: rowSampler.bag, histogramHessian: histogramHessian(output),
                sampler: &sampler)
        }
        var grown = grower.grow(
            gradients: quantizer.quantized(gradients[output], iteration: trees.count), bag: rowSampler.bag,
            sampler: &sampler)
        if parameters.renewsQuantizedLeaves { grower.recomputeLeaves(of: &grown.tree, gradients: gradients[output]) }
        return grown
    }

    /// The first row's hessian where LightGBM takes it for all; with a small bag that of the first row in it.
    private func histogramHessian(_ output: Int) -> Float? {
        guard objective.countsHessians, parameters.rowSampling != .goss else { return nil }
        let isCopied = parameters.copiesBag(rowCount: training.rowCount, featureCount: grower.featureCount)
        let first = isCopied ? rowSampler.bag?.first.map { Int($0) } ?? 0 : 0
        return gradients[output][first].y
    }

    private mutating func constantTree(_ output: Int, isFirst: Bool) -> Tree {
        guard isFirst else { return Tree(rootValue: 0, rowCount: training.rowCount) }
        var value = initialScores[output]
        if !parameters.boostFromAverage, training.initialScores == nil {
            value = objective.initialScore(ofOutput: output)
            trainingScores.add(value, output: output)
            for index in validationScores.indices { validationScores[index].add(value, output: output) }
        }
        return Tree(rootValue: value, rowCount: training.rowCount)
    }

    private mutating func addForestTrees() -> Bool {
        rowSampler.draw(iteration: splitIterationCount, gradients: &gradients)
        let count = Double(iterationCount)
        var isSplit = false
        let isFirst = isFirstRound
        for output in 0..<outputCount {
            let isTrained = objective.trains(output: output)
            var (tree, binned) = isTrained ? grow(output) : unsplit(0, rowCount: 0)
            if tree.leafCount > 1 {
                isSplit = true
                renewLeaves(of: &tree) { [score = initialScores[output]] _ in score }
                if initialScores[output] != 0 { tree.addBias(initialScores[output]) }
            } else if isFirst {
                let value = isTrained ? 0 : objective.initialScore(ofOutput: output)
                (tree, binned) = unsplit(value, rowCount: training.rowCount)
            } else {
                // LightGBM leaves such a tree as it is, with the root's output, and out of the scores.
                trees.append(Tree(rootValue: tree.leafValue[0], rowCount: 0))
                continue
            }
            scaleScores(by: count, output)
            addScores(of: tree, binned, output)
            scaleScores(by: 1 / (count + 1), output)
            trees.append(tree)
        }
        splitIterationCount += 1
        return isSplit
    }

    private func unsplit(_ value: Double, rowCount: Int) -> (Tree, BinnedTree) {
        let tree = Tree(rootValue: value, rowCount: rowCount)
        return (tree, BinnedTree(tree, splits: []))
    }

    private mutating func scaleScores(by factor: Double, _ output: Int) {
        trainingScores.multiply(by: factor, output: output)
        for index in validationScores.indices { validationScores[index].multiply(by: factor, output: output) }
    }

    /// Adds a new tree's outputs to the scores of all data.
    private mutating func addScores(of tree: Tree, _ binned: BinnedTree, _ output: Int) {
        if tree.leafCount > 1, tree.linearLeaves == nil {
            trainingScores.add(tree, grower.partition, pool: pool, output: output)
            if rowSampler.bag != nil {
                trainingScores.add(tree, binned, of: training, rows: rowSampler.outOfBag, output: output)
            }
        } else {
            trainingScores.add(tree, binned, of: training, output: output)
        }
        for index in validation.indices {
            validationScores[index].add(tree, binned, of: validation[index], output: output)
        }
    }

    /// Replaces leaf values by percentiles of the residuals where the loss asks for it.
    private func renewLeaves(of tree: inout Tree, score: (Int) -> Double) {
        guard let renewal = objective.leafRenewal else { return }
        for leaf in tree.leafValue.indices {
            let rows = grower.partition.rows[grower.partition.range(ofLeaf: leaf)]
            guard !rows.isEmpty else { continue }
            let residuals = rows.map { Double(renewal.labels[Int($0)]) - score(Int($0)) }
            tree.leafValue[leaf] = renewal.renewedValue(
                residuals: residuals, weights: renewal.weights.map { weights in rows.map { weights[Int($0)] } })
        }
    }

    private func fitLeaves(of tree: inout Tree, _ output: Int, isFirst: Bool) {
        guard let leafFitter else { return }
        tree.linearLeaves =
            isFirst
            ? tree.leafValue.map { LinearLeaf(constant: $0) }
            : leafFitter.leaves(
                of: tree, paths: grower.leafPaths, partition: grower.partition, gradients: gradients[output])
    }
}

extension BoostingLoop {
    /// Numbers of the trees that the current round leaves out.
    private var droppedTrees: [Int] {
        (dropout?.dropped ?? []).flatMap { iteration in
            (0..<outputCount).map { (firstIteration + iteration) * outputCount + $0 }
        }
    }

    private func binned(_ tree: Int) -> BinnedTree { binnedTrees[tree - firstIteration * outputCount] }

    private mutating func removeFromTraining(_ tree: Int) {
        trees[tree].shrink(by: -1)
        trainingScores.add(trees[tree], binned(tree), of: training, output: tree % outputCount)
    }

    /// Puts the dropped trees back with their new weight, or as they were when the round made nothing.
    private mutating func restoreDropped(_ learningRate: Double, madeTrees: Bool) {
        guard let dropout else { return }
        let factors = dropout.restoringFactors(learningRate: learningRate)
        for tree in droppedTrees {
            let output = tree % outputCount
            guard madeTrees else {
                removeFromTraining(tree)
                continue
            }
            trees[tree].shrink(by: factors.validation)
            for index in validation.indices {
                validationScores[index].add(trees[tree], binned(tree), of: validation[index], output: output)
            }
            trees[tree].shrink(by: factors.training)
            trainingScores.add(trees[tree], binned(tree), of: training, output: output)
        }
        if madeTrees { self.dropout?.finishRound(learningRate: learningRate) }
    }
}
