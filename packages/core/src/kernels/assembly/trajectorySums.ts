/**
 * Adds one trajectory z_0 = x .. z_d = y to the sums of one tile.
 *
 * Shapes, `width` being the bytes from one row of the tile to the next and `apart` those from one array of sums to the
 * next: rows (d + 1)(n), pilot (n), order (d) int32, the factor that moves at each step, sums (arrays)(n) in the order
 * of `TrajectorySums`; n is rounded up to two.
 */
export function addTrajectoryTile(
  rows: usize,
  pilot: usize,
  order: usize,
  width: usize,
  sums: usize,
  apart: usize,
  n: i32,
  factors: i32,
): void {
  const d = <usize>factors;
  const last = rows + d * width;
  // Sums in the buffer: x, y, squares, nonZero, spread, then shapley, total, first, firstLevel (d each).
  const shapley = sums + 5 * apart;
  const total = shapley + d * apart;
  const first = total + d * apart;
  const firstLevel = first + d * apart;
  addEnds(rows, last, pilot, sums, apart, n);
  for (let k: usize = 1; k <= d; k++) {
    const at = factorAt(order, k - 1) * apart;
    addStep(rows, rows + (k - 1) * width, rows + k * width, shapley + at, total + at, n);
  }
  // A factor comes first, and comes last, in one base sample out of d.
  const weight = <f64>factors / 2;
  let at = factorAt(order, 0) * apart;
  addFirst(last, rows, rows + width, pilot, first + at, firstLevel + at, weight, n);
  at = factorAt(order, d - 1) * apart;
  addFirst(rows, last, last - width, pilot, first + at, firstLevel + at, weight, n);
}

function factorAt(order: usize, place: usize): usize {
  return <usize>load<i32>(order + 4 * place);
}

function addEnds(x: usize, y: usize, pilot: usize, sums: usize, apart: usize, n: i32): void {
  const half = f64x2.splat(0.5);
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    const from = v128.load(x + i);
    const to = v128.load(y + i);
    const shift = v128.load(pilot + i);
    const a = f64x2.sub(from, shift);
    const b = f64x2.sub(to, shift);
    const difference = f64x2.sub(to, from);
    let sum = sums + i;
    v128.store(sum, f64x2.add(v128.load(sum), a));
    sum += apart;
    v128.store(sum, f64x2.add(v128.load(sum), b));
    sum += apart;
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b))));
    sum += 2 * apart;
    v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(f64x2.mul(half, difference), difference)));
  }
}

function addStep(x: usize, before: usize, after: usize, shapley: usize, total: usize, n: i32): void {
  const half = f64x2.splat(0.5);
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    const origin = v128.load(x + i);
    const left = v128.load(before + i);
    const right = v128.load(after + i);
    const from = f64x2.sub(left, origin);
    const to = f64x2.sub(right, origin);
    const step = f64x2.sub(right, left);
    const effect = f64x2.mul(half, f64x2.sub(f64x2.mul(to, to), f64x2.mul(from, from)));
    v128.store(shapley + i, f64x2.add(v128.load(shapley + i), effect));
    v128.store(total + i, f64x2.add(v128.load(total + i), f64x2.mul(f64x2.mul(half, step), step)));
  }
}

/** `near` differs from `origin` in one factor and shares nothing but that factor with `far`. */
function addFirst(
  far: usize,
  origin: usize,
  near: usize,
  pilot: usize,
  first: usize,
  level: usize,
  weight: f64,
  n: i32,
): void {
  const weights = f64x2.splat(weight);
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    const difference = f64x2.mul(weights, f64x2.sub(v128.load(near + i), v128.load(origin + i)));
    const shifted = f64x2.sub(v128.load(far + i), v128.load(pilot + i));
    v128.store(first + i, f64x2.add(v128.load(first + i), f64x2.mul(shifted, difference)));
    v128.store(level + i, f64x2.add(v128.load(level + i), difference));
  }
}
