/** A number with the half width of its 95 % interval; NaN where undefined. */
export interface IntervalEstimate {
  readonly value: number;
  readonly halfWidth: number;
}

/** Difference of two estimates from different samples: variances add up. NaN where either is undefined. */
export function independentDifference(a: IntervalEstimate, b: IntervalEstimate): IntervalEstimate {
  return { value: a.value - b.value, halfWidth: Math.hypot(a.halfWidth, b.halfWidth) };
}

/**
 * Difference of two estimates from the same samples, as those of two checkpoints of a run are. How they depend on each
 * other is not kept; the sum of the half widths holds whatever it is, sd(a - b) <= sd(a) + sd(b), and is usually too wide.
 */
export function dependentDifference(a: IntervalEstimate, b: IntervalEstimate): IntervalEstimate {
  return { value: a.value - b.value, halfWidth: a.halfWidth + b.halfWidth };
}
