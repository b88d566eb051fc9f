/** Bytes of four float64 values, of two, and of four float32 values. */
const FOUR: usize = 32;

/**
 * Values of one row less the pilot, as float64, and one more in `counts` for every value that is not 0.
 *
 * @param row (n) float32, pilot (n) float64, shifted (n) float64, counts (n) int32; n is rounded up to four.
 */
export function shiftRow32(row: usize, pilot: usize, shifted: usize, counts: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const values = v128.load(row);
    v128.store(shifted, f64x2.sub(f64x2.promote_low_f32x4(values), v128.load(pilot)));
    const high = v128.shuffle<f64>(values, values, 1, 1);
    v128.store(shifted, f64x2.sub(f64x2.promote_low_f32x4(high), v128.load(pilot, 16)), 16);
    // The mask of a lane that is not 0 is -1.
    v128.store(counts, i32x4.sub(v128.load(counts), f32x4.ne(values, zero)));
    row += 16;
    pilot += FOUR;
    shifted += FOUR;
    counts += 16;
  }
}

/** The same of a row of float64 values. */
export function shiftRow64(row: usize, pilot: usize, shifted: usize, counts: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(row);
    store<f64>(shifted, value - load<f64>(pilot));
    store<i32>(counts, load<i32>(counts) + (value === 0 ? 0 : 1));
    row += 8;
    pilot += 8;
    shifted += 8;
    counts += 4;
  }
}

/** sums (n) float64 += counts (n) int32. */
export function addCounts(counts: usize, sums: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    store<f64>(sums, load<f64>(sums) + <f64>load<i32>(counts));
    counts += 4;
    sums += 8;
  }
}

/**
 * Adds base samples, one after another, to the sums of one tile.
 *
 * Shapes, `width` being the bytes of one row of the tile: rows (samples)(R)(n), products (samples)(n), sums (arrays)(n)
 * in the order of `SobolSums`; n is rounded up to four.
 */
export function addSobolTile(
  rows: usize,
  products: usize,
  sums: usize,
  width: usize,
  n: i32,
  samples: i32,
  factors: i32,
  secondOrder: i32,
): void {
  const d = <usize>factors;
  const rowCount: usize = secondOrder ? 2 * d + 2 : d + 2;
  const step = rowCount * width;
  const b = rows + (rowCount - 1) * width;
  addEnds(rows, b, products, sums, width, step, n, samples);
  // Sums in the buffer: a, b, squares, nonZero, then ab, first, total, ba (d each), pair.
  const ab = sums + 4 * width;
  const first = ab + d * width;
  const total = first + d * width;
  for (let j: usize = 0; j < d; j++) {
    const at = j * width;
    addFactor(rows, rows + width + at, b, ab + at, first + at, total + at, step, n, samples);
  }
  if (!secondOrder) return;
  const ba = total + d * width;
  const firstBa = rows + (d + 1) * width;
  for (let j: usize = 0; j < d; j++) addRow(firstBa + j * width, ba + j * width, step, n, samples);
  let pair = ba + d * width;
  for (let j: usize = 0; j < d; j++) {
    for (let k: usize = j + 1; k < d; k++) {
      addPair(firstBa + j * width, rows + (k + 1) * width, products, pair, step, width, n, samples);
      pair += width;
    }
  }
}

function addEnds(
  a: usize,
  b: usize,
  products: usize,
  sums: usize,
  width: usize,
  step: usize,
  n: i32,
  samples: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    let sumA = v128.load(sums + i);
    let sumB = v128.load(sums + width + i);
    let squares = v128.load(sums + 2 * width + i);
    let at = i;
    let product = products + i;
    for (let s = 0; s < samples; s++) {
      const x = v128.load(a + at);
      const y = v128.load(b + at);
      sumA = f64x2.add(sumA, x);
      sumB = f64x2.add(sumB, y);
      squares = f64x2.add(squares, f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)));
      v128.store(product, f64x2.mul(x, y));
      at += step;
      product += width;
    }
    v128.store(sums + i, sumA);
    v128.store(sums + width + i, sumB);
    v128.store(sums + 2 * width + i, squares);
  }
}

function addFactor(
  a: usize,
  ab: usize,
  b: usize,
  sum: usize,
  first: usize,
  total: usize,
  step: usize,
  n: i32,
  samples: i32,
): void {
  const half = f64x2.splat(0.5);
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    let sums = v128.load(sum + i);
    let firsts = v128.load(first + i);
    let totals = v128.load(total + i);
    let at = i;
    for (let s = 0; s < samples; s++) {
      const exchanged = v128.load(ab + at);
      const difference = f64x2.sub(exchanged, v128.load(a + at));
      sums = f64x2.add(sums, exchanged);
      firsts = f64x2.add(firsts, f64x2.mul(v128.load(b + at), difference));
      totals = f64x2.add(totals, f64x2.mul(f64x2.mul(half, difference), difference));
      at += step;
    }
    v128.store(sum + i, sums);
    v128.store(first + i, firsts);
    v128.store(total + i, totals);
  }
}

function addRow(row: usize, sum: usize, step: usize, n: i32, samples: i32): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    let sums = v128.load(sum + i);
    let at = row + i;
    for (let s = 0; s < samples; s++) {
      sums = f64x2.add(sums, v128.load(at));
      at += step;
    }
    v128.store(sum + i, sums);
  }
}

/** Four units a turn: the innermost loop of a run with second order. */
function addPair(
  ba: usize,
  ab: usize,
  products: usize,
  sum: usize,
  step: usize,
  width: usize,
  n: i32,
  samples: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += FOUR) {
    let low = v128.load(sum + i);
    let high = v128.load(sum + i, 16);
    let left = ba + i;
    let right = ab + i;
    let product = products + i;
    for (let s = 0; s < samples; s++) {
      low = f64x2.add(low, f64x2.sub(f64x2.mul(v128.load(left), v128.load(right)), v128.load(product)));
      high = f64x2.add(
        high,
        f64x2.sub(f64x2.mul(v128.load(left, 16), v128.load(right, 16)), v128.load(product, 16)),
      );
      left += step;
      right += step;
      product += width;
    }
    v128.store(sum + i, low);
    v128.store(sum + i, high, 16);
  }
}
