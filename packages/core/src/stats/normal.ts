const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Where the series of the integral gives way to the continued fraction of the tail. */
const TAIL_STARTS = 3;
const TERMS = 200;
/** Steps of Newton's method; it stops earlier where the last one was so small that its square no longer counts. */
const MAX_STEPS = 6;

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / ROOT_TWO_PI;
}

/**
 * P(Z > x) of the standard normal distribution; relative error below 1e-12, in the far tail too, where 1 - P(Z <= x)
 * has no digits left.
 *
 * @see Abramowitz and Stegun, equations 26.2.11 (series) and 26.2.14 (continued fraction).
 */
export function normalTail(x: number): number {
  if (x < 0) return 1 - normalTail(-x);
  if (!(x < TAIL_STARTS)) return Number.isNaN(x) ? x : farTail(x);
  let term = x;
  let sum = x;
  for (let k = 3; k < TERMS && term > sum * 2 ** -54; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - normalDensity(x) * sum;
}

/** P(Z <= x). */
export function normalCdf(x: number): number {
  return normalTail(-x);
}

/**
 * x with P(Z <= x) = probability.
 *
 * @param probability in [0, 1]; the ends give infinities.
 * @returns NaN outside [0, 1].
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return -Infinity;
  if (probability === 1) return Infinity;
  if (probability > 0.5) return -lowerQuantile(1 - probability);
  return lowerQuantile(probability);
}

/** Quantile of a probability up to 1/2: equation 26.2.23 ibid., then Newton's method on the logarithm of the tail. */
function lowerQuantile(probability: number): number {
  if (probability === 0.5) return 0;
  const t = Math.sqrt(-2 * Math.log(probability));
  const below = 2.515517 + t * (0.802853 + t * 0.010328);
  let x = below / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < MAX_STEPS; step++) {
    const tail = normalTail(-x);
    const change = (Math.log(probability / tail) * tail) / normalDensity(x);
    x += change;
    if (Math.abs(change) < 1e-9) break;
  }
  return x;
}

/** Continued fraction of Laplace from its tail end; enough terms for x >= 3. */
function farTail(x: number): number {
  let fraction = x;
  for (let k = TERMS; k > 0; k--) fraction = x + k / fraction;
  return normalDensity(x) / fraction;
}
