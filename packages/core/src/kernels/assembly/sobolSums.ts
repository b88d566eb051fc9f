/** Bytes of four float64 values. */
const FOUR: usize = 32;

/**
 * Adds base samples, one after another, to the sums of one tile.
 *
 * Shapes, `width` being the bytes from one row of the tile to the next and `apart` those from one array of sums to the
 * next: rows (samples)(R)(n), products (samples)(n), sums (arrays)(n) in the order of `SobolSums`; n is rounded up to
 * four.
 */
export function addSobolTile(
  rows: usize,
  products: usize,
  width: usize,
  sums: usize,
  apart: usize,
  n: i32,
  samples: i32,
  factors: i32,
  secondOrder: i32,
): void {
  const d = <usize>factors;
  const rowCount: usize = secondOrder ? 2 * d + 2 : d + 2;
  const step = rowCount * width;
  const b = rows + (rowCount - 1) * width;
  addEnds(rows, b, products, width, sums, apart, step, n, samples);
  // Sums in the buffer: a, b, squares, nonZero, then ab, first, total, ba (d each), pair.
  const ab = sums + 4 * apart;
  const first = ab + d * apart;
  const total = first + d * apart;
  for (let j: usize = 0; j < d; j++) {
    const at = j * apart;
    addFactor(rows, rows + width + j * width, b, ab + at, first + at, total + at, step, n, samples);
  }
  if (!secondOrder) return;
  const ba = total + d * apart;
  const firstBa = rows + (d + 1) * width;
  for (let j: usize = 0; j < d; j++) addRow(firstBa + j * width, ba + j * apart, step, n, samples);
  let pair = ba + d * apart;
  for (let j: usize = 0; j < d; j++) {
    const left = firstBa + j * width;
    let k = j + 1;
    for (; k + 1 < d; k += 2) {
      addTwoPairs(left, rows + (k + 1) * width, products, pair, pair + apart, step, width, n, samples);
      pair += 2 * apart;
    }
    if (k < d) {
      addPair(left, rows + (k + 1) * width, products, pair, step, width, n, samples);
      pair += apart;
    }
  }
}

function addEnds(
  a: usize,
  b: usize,
  products: usize,
  width: usize,
  sums: usize,
  apart: usize,
  step: usize,
  n: i32,
  samples: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    let sumA = v128.load(sums + i);
    let sumB = v128.load(sums + apart + i);
    let squares = v128.load(sums + 2 * apart + i);
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
    v128.store(sums + apart + i, sumB);
    v128.store(sums + 2 * apart + i, squares);
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

/** Pairs (j, k) and (j, k + 1), which share the row BA_j: the innermost loop of a run with second order. */
function addTwoPairs(
  ba: usize,
  ab: usize,
  products: usize,
  sum: usize,
  nextSum: usize,
  step: usize,
  width: usize,
  n: i32,
  samples: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += FOUR) {
    let low = v128.load(sum + i);
    let high = v128.load(sum + i, 16);
    let nextLow = v128.load(nextSum + i);
    let nextHigh = v128.load(nextSum + i, 16);
    let left = ba + i;
    let right = ab + i;
    let product = products + i;
    for (let s = 0; s < samples; s++) {
      const next = right + width;
      const first = v128.load(left);
      const lessFirst = v128.load(product);
      low = f64x2.add(low, f64x2.sub(f64x2.mul(first, v128.load(right)), lessFirst));
      nextLow = f64x2.add(nextLow, f64x2.sub(f64x2.mul(first, v128.load(next)), lessFirst));
      const second = v128.load(left, 16);
      const lessSecond = v128.load(product, 16);
      high = f64x2.add(high, f64x2.sub(f64x2.mul(second, v128.load(right, 16)), lessSecond));
      nextHigh = f64x2.add(nextHigh, f64x2.sub(f64x2.mul(second, v128.load(next, 16)), lessSecond));
      left += step;
      right += step;
      product += width;
    }
    v128.store(sum + i, low);
    v128.store(sum + i, high, 16);
    v128.store(nextSum + i, nextLow);
    v128.store(nextSum + i, nextHigh, 16);
  }
}

/** Four units a turn. */
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
