/// LightGBM's numeric conventions (`include/LightGBM/meta.h`). Equal trees need them to the last bit.
enum ParityConstant {
    /// Values of at most this magnitude are zero. A Float constant widened, hence 1.0000000180025095e-35.
    static let zeroThreshold = Double(1e-35 as Float)
    /// Added to hessian sums. A Float constant widened, hence 1.0000000036274937e-15, not 1e-15.
    static let epsilon = Double(1e-15 as Float)
}

/// LightGBM's `Common::RoundInt`: towards zero after adding a half.
///
/// Row counts estimated from hessians that have all but vanished can be huge or NaN; those become a bound no data set
/// reaches, or 0.
@inline(__always)
func roundedToInt(_ value: Double) -> Int {
    let moved = value + 0.5
    let bound = Double(Int32.max)
    if moved < bound, moved > -bound { return Int(moved) }
    return moved > 0 ? Int(Int32.max) : 0
}

/// LightGBM's `Tree::MaybeRoundToZero`; NaN outputs are stored as 0 too.
func storedLeafValue(_ value: Double) -> Double {
    abs(value) > ParityConstant.zeroThreshold ? value : 0
}
