// Made by scripts/lightgbm-golden-trees.py with LightGBM 4.7.0.

/// A training and what LightGBM's trees say: some lines of each.
struct ParityTrees: Sendable {
    var name: String
    /// Separated by spaces.
    var settings: String
    var options: Set<String> = []
    var objective: String
    var lines: String

    static let cases = [
        forcedSplits,
        monotoneIntermediate,
        monotoneIntermediateExtraTrees,
        monotoneIntermediateByNode,
        weightedMAPE,
        weightedMAPESmallBag,
        rootsOfLabelsAbsolute,
        rootsOfLabelsQuantile,
        rootsOfLabelsMAPE,
        rootsOfLabelsFair,
        rootsOfLabelsHuber,
        forestThatCannotSplit,
        sampledQueries,
        missingCountsAsCategoryZero,
        unsmoothedCategories,
        linearLeaves,
    ]
}

extension ParityTrees {
    private static let forcedSplits = ParityTrees(
        name: "forcedSplits",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=regression num_iterations=2
            """,
        options: ["forced"], objective: "objective=regression",
        lines: """
            split_feature=1 0 0
            split_gain=34.8513 66.486 96.5796
            threshold=13.011230468750002 1.5000000000000002 1.5000000000000002
            leaf_value=2.5986337665536188 2.7016548333740702 2.8102270157028126 2.9107031056590569
            leaf_count=33 51 27 39
            split_feature=1 0 0
            split_gain=401.824 53.8536 78.2295
            threshold=13.011230468750002 1.5000000000000002 1.5000000000000002
            leaf_value=-0.13882677771828392 -0.046107818215501077 0.051607144451527691 0.14203562725048799
            leaf_count=33 51 27 39
            """)
    private static let monotoneIntermediate = ParityTrees(
        name: "monotoneIntermediate",
        settings: """
            num_leaves=6 min_data_in_leaf=8 objective=regression monotone_constraints=1,1,0,-1 \
            monotone_constraints_method=intermediate num_iterations=2
            """,
        objective: "objective=regression",
        lines: """
            split_feature=0 1 1 1 2
            split_gain=160.546 25.8735 18.9906 8.94225 3.24829
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004 5.0571289062500009 1.5000000000000002
            leaf_value=2.5554417849332092 2.8191164212141717 2.7319302821811289 2.9702440918575634 \
            2.6452909224894312 2.9025895395874977
            leaf_count=16 35 32 11 36 20
            split_feature=0 1 1 1 2
            split_gain=130.042 20.9575 15.3823 7.24322 2.63112
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004 5.0571289062500009 1.5000000000000002
            leaf_value=-0.17769955992698672 0.059607609042099545 -0.018859912082552912 0.19562251622026611 \
            -0.096835341594285446 0.13473341464996338
            leaf_count=16 35 32 11 36 20
            """)
    private static let monotoneIntermediateExtraTrees = ParityTrees(
        name: "monotoneIntermediateExtraTrees",
        settings: """
            num_leaves=6 min_data_in_leaf=8 objective=regression monotone_constraints=1,1,0,-1 \
            monotone_constraints_method=intermediate extra_trees=true num_iterations=2
            """,
        objective: "objective=regression",
        lines: """
            split_feature=1 0 0 0 2
            split_gain=62.2845 47.6941 17.0059 29.0325 0.495655
            threshold=18.786132812500004 1.0000000180025095e-35 -5.4999999999999991 1.0000000180025095e-35 \
            3.5000000000000004
            leaf_value=2.6096090903215936 2.7240455033381781 2.9031834437532558 2.6225844732522963 \
            2.7324602455894151 2.7520946441756355
            leaf_count=18 21 36 25 41 9
            split_feature=2 0 0 2 2
            split_gain=9.95056 74.5601 14.6892 0.936534 0.388926
            threshold=4.5000000000000009 1.0000000180025095e-35 -1.0000000180025095e-35 1.0000000180025095e-35 \
            2.5000000000000004
            leaf_value=-0.067058443691995415 -0.087052531540393815 0.091416768315765604 0.010638139818025673 \
            -0.13407658603456282 0.10880924478173255
            leaf_count=54 8 36 23 9 20
            """)
    private static let monotoneIntermediateByNode = ParityTrees(
        name: "monotoneIntermediateByNode",
        settings: """
            num_leaves=6 min_data_in_leaf=8 objective=regression monotone_constraints=1,1,0,-1 \
            monotone_constraints_method=intermediate feature_fraction_bynode=0.5 num_iterations=2
            """,
        objective: "objective=regression",
        lines: """
            split_feature=0 1 2 2 1
            split_gain=160.546 25.8735 5.5842 2.29767 3.73503
            threshold=1.5000000000000002 20.030273437500004 1.5000000000000002 4.5000000000000009 17.294433593750004
            leaf_value=2.6176450340105935 2.910735372426835 2.7319302821811289 2.8671637738523659 \
            2.7760400934682949 2.869948702007532
            leaf_count=52 22 32 27 9 8
            split_feature=0 2 3 1 1
            split_gain=130.042 4.36825 6.66837 11.8263 3.27587
            threshold=1.5000000000000002 4.5000000000000009 -1.4374999999999998 6.6391601562500009 22.134277343750004
            leaf_value=-0.063132746464676329 0.10504215796844979 -0.13352475506918771 -0.1912475347518921 \
            -0.067937745196478702 0.0016147123915808545
            leaf_count=11 66 14 10 35 14
            """)
    private static let weightedMAPE = ParityTrees(
        name: "weightedMAPE",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=mape num_iterations=2
            """,
        options: ["weighted"], objective: "objective=mape",
        lines: """
            split_feature=0 2 1
            split_gain=16.1745 11.1316 35.4422
            threshold=1.5000000000000002 1.5000000000000002 17.294433593750004
            leaf_value=1.86260986328125 2.0523864746093752 1.7878574544173336 1.8950439453125001
            leaf_count=27 66 33 24
            split_feature=0 2 1
            split_gain=16.4089 12.0497 33.3702
            threshold=1.5000000000000002 1.5000000000000002 17.294433593750004
            leaf_value=-0.0023071289062500003 0.16849182128906248 -0.069584296883774696 0.026883544921874992
            leaf_count=27 66 33 24
            """)
    private static let weightedMAPESmallBag = ParityTrees(
        name: "weightedMAPESmallBag",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=mape bagging_fraction=0.4 bagging_freq=1 num_iterations=2
            """,
        options: ["weighted"], objective: "objective=mape",
        lines: """
            split_feature=0 0 1
            split_gain=7.2874 3.5548 0.144897
            threshold=-3.4999999999999996 1.5000000000000002 14.596679687500002
            leaf_value=1.7854758669594417 1.8242858886718749 2.0133911132812501 2.0635620117187501
            leaf_count=12 22 12 17
            split_feature=1 0 2
            split_gain=6.27704 4.48643 4.68403
            threshold=19.717285156250004 1.5000000000000002 1.5000000000000002
            leaf_value=-0.031057368014297815 0.04664245605468751 0.084427490234374999 -0.11861106325844417
            leaf_count=8 27 13 17
            """)
    private static let rootsOfLabelsAbsolute = ParityTrees(
        name: "rootsOfLabelsAbsolute",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=regression_l1 reg_sqrt=true num_iterations=2
            """,
        objective: "objective=regression_l1 sqrt",
        lines: """
            split_feature=0 1 0
            split_gain=91.0173 14.2104 7.07143
            threshold=1.5000000000000002 23.544921875000004 -2.4999999999999996
            leaf_value=1.6169924974441527 1.6887058198451996 1.6638744235038758 1.6430665731430054
            leaf_count=62 66 14 8
            split_feature=0 1 0
            split_gain=87.5361 14.2104 7.07143
            threshold=1.5000000000000002 23.544921875000004 -2.4999999999999996
            leaf_value=-0.03595327377319335 0.028588716387748715 0.0062404596805572428 -0.01248660564422608
            leaf_count=62 66 14 8
            """)
    private static let rootsOfLabelsQuantile = ParityTrees(
        name: "rootsOfLabelsQuantile",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=quantile reg_sqrt=true alpha=0.3 num_iterations=2
            """,
        objective: "objective=quantile sqrt",
        lines: """
            split_feature=0 1 2
            split_gain=10.6071 6.35582 1.56011
            threshold=1.5000000000000002 20.274414062500004 1.5000000000000002
            leaf_value=1.3671720795949285 1.4298722222332265 1.3897266974697851 1.3433220780877335
            leaf_count=15 66 30 39
            split_feature=0 1 2
            split_gain=9.24 6.32991 1.87929
            threshold=1.5000000000000002 16.574218750000004 1.5000000000000002
            leaf_value=-0.012957728037154094 0.043167639513382962 0.0040062027812562953 -0.04464471966791124
            leaf_count=12 66 39 33
            """)
    private static let rootsOfLabelsMAPE = ParityTrees(
        name: "rootsOfLabelsMAPE",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=mape reg_sqrt=true num_iterations=2
            """,
        objective: "objective=mape sqrt",
        lines: """
            split_feature=0 1 1
            split_gain=29.5043 10.3873 3.57786
            threshold=1.5000000000000002 27.425292968750004 5.0571289062500009
            leaf_value=1.4070834865669894 1.5260668516159057 1.4913149476051331 1.4632521629333497
            leaf_count=16 66 14 54
            split_feature=0 1 1
            split_gain=25.88 9.69123 3.56812
            threshold=1.5000000000000002 22.134277343750004 5.0571289062500009
            leaf_value=-0.065578208818988057 0.041506819725036628 0.005025711059570304 -0.020432410240173352
            leaf_count=16 66 26 42
            """)
    private static let rootsOfLabelsFair = ParityTrees(
        name: "rootsOfLabelsFair",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=fair reg_sqrt=true num_iterations=2
            """,
        objective: "objective=fair sqrt",
        lines: """
            split_feature=0 1 1
            split_gain=12.0117 5.00785 1.93788
            threshold=1.5000000000000002 5.0571289062500009 19.717285156250004
            leaf_value=1.4823527144698829 1.6285039685238725 1.5824539106847522 1.6755986216901406
            leaf_count=16 35 68 31
            split_feature=0 1 1
            split_gain=9.1583 3.1652 1.38441
            threshold=1.5000000000000002 5.0571289062500009 20.030273437500004
            leaf_value=-0.090945407752498167 0.037578478624460898 -0.034503456647392926 -1.4128379880605223e-05
            leaf_count=16 66 36 32
            """)
    private static let rootsOfLabelsHuber = ParityTrees(
        name: "rootsOfLabelsHuber",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=huber reg_sqrt=true num_iterations=2
            """,
        objective: "objective=huber",
        lines: """
            split_feature=0 1 1
            split_gain=60.3201 7.69783 3.07298
            threshold=1.5000000000000002 22.134277343750004 14.596679687500002
            leaf_value=2.6748144418103941 2.798460886509254 2.740296640178332 2.8419371545959162
            leaf_count=58 29 26 37
            split_feature=0 1 1
            split_gain=56.2335 7.60437 3.38239
            threshold=1.5000000000000002 20.030273437500004 14.596679687500002
            leaf_value=-0.079157097924214159 0.042222977145414418 -0.0171994793927297 0.087835494569830003
            leaf_count=52 29 32 37
            """)
    private static let forestThatCannotSplit = ParityTrees(
        name: "forestThatCannotSplit",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=poisson boosting=rf bagging_fraction=0.5 bagging_freq=1 \
            min_gain_to_split=8.0 num_iterations=3
            """,
        objective: "objective=poisson",
        lines: """
            split_feature=0
            split_gain=17.5398
            threshold=1.5000000000000002
            leaf_value=0.83285375955887964 1.2368281088878659
            leaf_count=47 33
            split_feature=0
            split_gain=13.8165
            threshold=1.5000000000000002
            leaf_value=0.83758757303682352 1.1994065267979019
            leaf_count=47 32
            split_feature=0
            split_gain=10.4093
            threshold=1.5000000000000002
            leaf_value=0.86653780692453874 1.2044158448556819
            leaf_count=38 29
            """)
    private static let sampledQueries = ParityTrees(
        name: "sampledQueries",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=rank_xendcg bagging_fraction=0.4 bagging_freq=1 \
            bagging_by_query=true num_iterations=2
            """,
        options: ["grouped"], objective: "objective=rank_xendcg",
        lines: """
            split_feature=0 1 0
            split_gain=2.1911 0.513945 0.319466
            threshold=1.5000000000000002 22.134277343750004 5.5000000000000009
            leaf_value=-0.053472085707670453 0.0838163354714868 0.13421526052104787 -0.0086884331982938802
            leaf_count=52 12 14 12
            split_feature=0 1 1
            split_gain=0.979457 0.232153 0.098012
            threshold=1.5000000000000002 19.717285156250004 16.202636718750004
            leaf_value=-0.077774754955712191 0.018171214449739143 0.088283926493309642 -0.031256282147602697
            leaf_count=14 16 13 17
            """)
    private static let missingCountsAsCategoryZero = ParityTrees(
        name: "missingCountsAsCategoryZero",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=regression zero_as_missing=true min_data_per_group=1 \
            cat_smooth=1.0 num_iterations=2
            """,
        options: ["categorical"], objective: "objective=regression",
        lines: """
            split_feature=0 1 1
            split_gain=160.546 25.8735 18.9906
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004
            leaf_value=2.6176450340105935 2.8191164212141717 2.7319302821811289 2.9265959936188111
            leaf_count=52 35 32 31
            split_feature=0 1 1
            split_gain=130.042 20.9575 15.3824
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004
            leaf_value=-0.12171663693510569 0.059607609042099545 -0.018859912082552912 0.15633922680731743
            leaf_count=52 35 32 31
            """)
    private static let unsmoothedCategories = ParityTrees(
        name: "unsmoothedCategories",
        settings: """
            num_leaves=8 min_data_in_leaf=1 objective=regression cat_smooth=0.0 min_data_per_group=1 cat_l2=0.0 \
            num_iterations=2
            """,
        options: ["categorical"], objective: "objective=regression",
        lines: """
            split_feature=0 1 1 2 2 2 1
            split_gain=160.546 25.8735 18.9906 10.3009 9.83904 6.15411 5.69765
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004 0 1 2 6.6391601562500009
            leaf_value=2.6844067842513324 2.8191164212141717 2.7885453486939271 2.9974854660034178 \
            2.5381026228836605 2.8818236952706386 2.69796124227345 2.6197089318253775
            leaf_count=16 35 12 12 14 19 20 22
            cat_threshold=18 18 18
            split_feature=0 1 1 2 2 2 1
            split_gain=130.042 20.9575 15.3824 8.34375 7.96963 4.98483 4.6151
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004 0 1 2 6.6391601562500009
            leaf_value=-0.061631061322987082 0.059607609042099545 0.032093645632267 0.22013976275920866 \
            -0.19330480439322337 0.11604415648861935 -0.049432051330804833 -0.11985913027416578
            leaf_count=16 35 12 12 14 19 20 22
            cat_threshold=18 18 18
            """)
    private static let linearLeaves = ParityTrees(
        name: "linearLeaves",
        settings: """
            num_leaves=4 min_data_in_leaf=8 objective=regression linear_tree=true linear_lambda=0.5 num_iterations=2
            """,
        objective: "objective=regression",
        lines: """
            split_feature=0 1 1
            split_gain=160.546 25.8735 18.9906
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004
            leaf_value=2.6176450340105935 2.8191164212141717 2.7319302821811289 2.9265959936188111
            leaf_count=52 35 32 31
            leaf_const=2.6176450340105935 2.8191164212141717 2.7319302821811289 2.9265959936188111
            leaf_features=   \u{20}
            leaf_coeff=   \u{20}
            split_feature=0 1 1
            split_gain=130.042 20.9575 15.3824
            threshold=1.5000000000000002 20.030273437500004 19.717285156250004
            leaf_value=-0.12171663693510569 0.059607609042099545 -0.018859912082552912 0.15633922680731743
            leaf_count=52 35 32 31
            leaf_const=-0.182131146995724 0.083840943180083019 -0.15821092966763289 0.11212083885397846
            leaf_features=0 1  0 1  0 1  0 1 \u{20}
            leaf_coeff=0.00055167141851351074 0.0063208833676323579  -0.0099253378899988535 \
            0.0029006845866214274  -0.0059097674803198479 0.0046167958768207227  -0.0042487283321581693 \
            0.0025750076797940837 \u{20}
            """)
}
