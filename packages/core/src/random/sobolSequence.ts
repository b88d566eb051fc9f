import { DesignError } from "../errors.js";
import { JOE_KUO_DIRECTIONS } from "./joeKuoDirections.js";

const BITS = 32;
const POINTS = 2 ** BITS;

/** Most dimensions a point can have. */
export const MAX_SOBOL_DIMENSIONS = JOE_KUO_DIRECTIONS.length + 1;

/**
 * Sobol' points in Gray-code order with the direction numbers of Joe and Kuo (2008), 32 bits; point 0 is the origin.
 * Any point follows from its index alone: x_i = XOR of v_k over the set bits k of i XOR (i >> 1)
 * (Antonov and Saleev, USSR Comput. Math. Math. Phys. 19 (1979) 252-256).
 *
 * Unscrambled values equal those of SALib and of `scipy.stats.qmc.Sobol(scramble=False)` exactly.
 *
 * @throws {DesignError} when the dimensions are no whole number from 1 to 256.
 */
export class SobolSequence {
  readonly dimensions: number;
  /** v_k of dimension c at [c * 32 + k], as 32-bit fractions. */
  private readonly directions: Uint32Array;

  constructor(dimensions: number) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_SOBOL_DIMENSIONS) {
      throw new DesignError(
        `A Sobol' sequence has 1 to ${MAX_SOBOL_DIMENSIONS} dimensions, not ${dimensions}.`,
        "dimensions",
      );
    }
    this.dimensions = dimensions;
    this.directions = new Uint32Array(dimensions * BITS);
    for (let c = 0; c < dimensions; c++) {
      fillDirections(this.directions.subarray(c * BITS, (c + 1) * BITS), c);
    }
  }

  /**
   * Point `index` as 32-bit integers k; the coordinates are k * 2^-32.
   *
   * @param out (dimensions) receives the point.
   * @throws {DesignError} when the index is no whole number below 2^32.
   */
  integers(index: number, out: Uint32Array): Uint32Array {
    if (!Number.isInteger(index) || index < 0 || index >= POINTS) {
      throw new DesignError(
        `A Sobol' point has an index from 0 to ${POINTS - 1}, but ${index} was asked for.`,
        "index",
      );
    }
    out.fill(0);
    let gray = (index ^ (index >>> 1)) >>> 0;
    for (let k = 0; gray !== 0; k++, gray >>>= 1) {
      if ((gray & 1) === 0) continue;
      for (let c = 0; c < this.dimensions; c++) out[c] ^= this.directions[c * BITS + k];
    }
    return out;
  }

  /** Point `index` as coordinates in [0, 1), exact: see `integers`. */
  point(index: number): Float64Array {
    const integers = this.integers(index, new Uint32Array(this.dimensions));
    return Float64Array.from(integers, (k) => k / POINTS);
  }
}

/** v_1 .. v_32 of dimension `c` (from 0) by the recurrence of Joe and Kuo (2008), equation 2. */
function fillDirections(v: Uint32Array, c: number): void {
  if (c === 0) {
    for (let k = 0; k < BITS; k++) v[k] = 1 << (BITS - 1 - k);
    return;
  }
  const [a, ...m] = JOE_KUO_DIRECTIONS[c - 1];
  const degree = m.length;
  for (let k = 0; k < degree; k++) v[k] = m[k] << (BITS - 1 - k);
  for (let k = degree; k < BITS; k++) {
    let value = v[k - degree] ^ (v[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) {
      if (((a >>> (degree - 1 - j)) & 1) === 1) value ^= v[k - j];
    }
    v[k] = value;
  }
}
