import { normalTail } from "./normal.js";
import { studentTFactor } from "./studentTFactor.js";

/** Steps of the table along s and along 1 / degrees of freedom, and where s ends. */
const STEPS_OF_S = 16;
const STEPS_OF_W = 256;
const MOST_S = 8;
/** Nodes along s; one step more than is looked up. */
const NODES = MOST_S * STEPS_OF_S + 2;

let table: Float64Array | undefined;

/**
 * P(T > t) of Student's t distribution from a table, quick enough for every unit of a network and every map; relative
 * error below 1e-6. Probabilities below about 4e-15 are given as 0.
 *
 * With s^2 = nu log(1 + t^2 / nu) the tail is exp(-s^2 / 2) times a factor that varies little with s and 1 / nu; its
 * logarithm is what the table holds, interpolated by cubics both ways.
 *
 * @param degreesOfFreedom nu >= 1, whole or not.
 * @returns NaN for fewer degrees of freedom and when t is NaN.
 */
export function studentTTail(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom >= 1)) return Number.NaN;
  if (t < 0) return 1 - studentTTail(-t, degreesOfFreedom);
  const squared = degreesOfFreedom * Math.log1p((t * t) / degreesOfFreedom);
  const s = Math.sqrt(squared);
  if (!(s < MOST_S)) return Number.isNaN(t) ? t : 0;
  table ??= makeTable();
  const [alongW, alongS] = [STEPS_OF_W / degreesOfFreedom, STEPS_OF_S * s];
  // The four nodes around, or the outermost four.
  const row = Math.max(0, Math.min(Math.floor(alongW) - 1, STEPS_OF_W - 3));
  const column = Math.max(0, Math.min(Math.floor(alongS) - 1, NODES - 4));
  const x = alongS - column;
  const y = alongW - row;
  const at = row * NODES + column;
  const [y1, y2, y3] = [y - 1, y - 2, y - 3];
  const logarithm =
    (-(y1 * y2 * y3) / 6) * cubic(table, at, x) +
    ((y * y2 * y3) / 2) * cubic(table, at + NODES, x) +
    (-(y * y1 * y3) / 2) * cubic(table, at + 2 * NODES, x) +
    ((y * y1 * y2) / 6) * cubic(table, at + 3 * NODES, x);
  return Math.exp(logarithm - squared / 2);
}

/** Lagrange's cubic through four neighbours, x counted from the first. */
function cubic(values: Float64Array, at: number, x: number): number {
  const [x1, x2, x3] = [x - 1, x - 2, x - 3];
  return (
    (-(x1 * x2 * x3) / 6) * values[at] +
    ((x * x2 * x3) / 2) * values[at + 1] +
    (-(x * x1 * x3) / 2) * values[at + 2] +
    ((x * x1 * x2) / 6) * values[at + 3]
  );
}

/** [w][s] log P + s^2 / 2; the first row is the normal distribution. */
function makeTable(): Float64Array {
  const values = new Float64Array((STEPS_OF_W + 1) * NODES);
  for (let row = 0; row <= STEPS_OF_W; row++) {
    for (let column = 0; column < NODES; column++) {
      const s = column / STEPS_OF_S;
      const factor = row === 0 ? Math.log(normalTail(s)) + (s * s) / 2 : studentTFactor(s, STEPS_OF_W / row);
      values[row * NODES + column] = factor;
    }
  }
  return values;
}
