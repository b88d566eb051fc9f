const TERMS = 500;
const HALF_LOG_PI = Math.log(Math.PI) / 2;
/** From here on the asymptotic series is exact to 1e-15. */
const LEAST_ASYMPTOTIC = 20;

/**
 * The tail of Student's t without its main factor: log P(T > t) + s^2 / 2, where s^2 = nu log(1 + t^2 / nu). It varies
 * little with s and 1 / nu. Error about 1e-14.
 *
 * P = I_x(nu / 2, 1 / 2) / 2 with x = nu / (nu + t^2) = exp(-s^2 / nu), so that x^(nu / 2) = exp(-s^2 / 2)
 * (Abramowitz and Stegun, equation 26.7.1).
 *
 * @param s 0 or more.
 * @param nu degrees of freedom, above 0.
 */
export function studentTFactor(s: number, nu: number): number {
  const a = nu / 2;
  const x = Math.exp(-(s * s) / nu);
  const rest = -Math.expm1(-(s * s) / nu);
  const logBeta = logBetaOfHalf(a);
  if (x < (a + 1) / (a + 2.5)) {
    return Math.log(0.5 / a) + 0.5 * Math.log(rest) - logBeta + Math.log(betaFraction(x, a, 0.5));
  }
  const other = 2 * Math.sqrt(rest) * Math.exp(-(s * s) / 2 - logBeta) * betaFraction(rest, 0.5, a);
  return Math.log(0.5 * (1 - other)) + (s * s) / 2;
}

/** log B(a, 1/2) = log(pi) / 2 - log(gamma(a + 1/2) / gamma(a)), the ratio by its series (DLMF 5.11.13). */
export function logBetaOfHalf(a: number): number {
  let logRatio = 0;
  let large = a;
  for (; large < LEAST_ASYMPTOTIC; large++) logRatio += Math.log(large / (large + 0.5));
  const inverse = 1 / (large * large);
  const series = -1 / 8 + inverse * (1 / 192 + inverse * (-1 / 640 + (inverse * 17) / 14336));
  return HALF_LOG_PI - (logRatio + Math.log(large) / 2 + series / large);
}

/** Continued fraction of the incomplete beta function by Lentz's method (Abramowitz and Stegun, equation 26.5.8). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}
