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
  addPairs(firstBa, rows + width, products, ba + d * apart, apart, step, width, n, samples, d);
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

/** Four units a turn. Squares are halved where they are stored, which is exact. */
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
  const two = f64x2.splat(2);
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += FOUR) {
    let lowSums = v128.load(sum + i);
    let highSums = v128.load(sum + i, 16);
    let lowFirsts = v128.load(first + i);
    let highFirsts = v128.load(first + i, 16);
    let lowSquares = f64x2.mul(two, v128.load(total + i));
    let highSquares = f64x2.mul(two, v128.load(total + i, 16));
    let at = i;
    for (let s = 0; s < samples; s++) {
      const low = v128.load(ab + at);
      const lowMove = f64x2.sub(low, v128.load(a + at));
      lowSums = f64x2.add(lowSums, low);
      lowFirsts = f64x2.add(lowFirsts, f64x2.mul(v128.load(b + at), lowMove));
      lowSquares = f64x2.add(lowSquares, f64x2.mul(lowMove, lowMove));
      const high = v128.load(ab + at, 16);
      const highMove = f64x2.sub(high, v128.load(a + at, 16));
      highSums = f64x2.add(highSums, high);
      highFirsts = f64x2.add(highFirsts, f64x2.mul(v128.load(b + at, 16), highMove));
      highSquares = f64x2.add(highSquares, f64x2.mul(highMove, highMove));
      at += step;
    }
    v128.store(sum + i, lowSums);
    v128.store(sum + i, highSums, 16);
    v128.store(first + i, lowFirsts);
    v128.store(first + i, highFirsts, 16);
    v128.store(total + i, f64x2.mul(half, lowSquares));
    v128.store(total + i, f64x2.mul(half, highSquares), 16);
  }
}

function addRow(row: usize, sum: usize, step: usize, n: i32, samples: i32): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += FOUR) {
    let low = v128.load(sum + i);
    let high = v128.load(sum + i, 16);
    let at = row + i;
    for (let s = 0; s < samples; s++) {
      low = f64x2.add(low, v128.load(at));
      high = f64x2.add(high, v128.load(at, 16));
      at += step;
    }
    v128.store(sum + i, low);
    v128.store(sum + i, high, 16);
  }
}

/** All pairs j < k, two by two where there are four. */
function addPairs(
  firstBa: usize,
  firstAb: usize,
  products: usize,
  sums: usize,
  apart: usize,
  step: usize,
  width: usize,
  n: i32,
  samples: i32,
  d: usize,
): void {
  // The sum of the first pair of row j and, below, that of row j + 1.
  let row = sums;
  for (let j: usize = 0; j + 1 < d; j += 2) {
    const ba = firstBa + j * width;
    const nextRow = row + (d - 1 - j) * apart;
    addPair(ba, firstAb + (j + 1) * width, products, row, step, width, n, samples);
    let upper = row + apart;
    let lower = nextRow;
    let k = j + 2;
    for (; k + 1 < d; k += 2) {
      addFourPairs(ba, firstAb + k * width, products, upper, lower, apart, step, width, n, samples);
      upper += 2 * apart;
      lower += 2 * apart;
    }
    if (k < d) {
      const ab = firstAb + k * width;
      addPair(ba, ab, products, upper, step, width, n, samples);
      addPair(ba + width, ab, products, lower, step, width, n, samples);
    }
    row = nextRow + (d - 2 - j) * apart;
  }
}

/**
 * Pairs (j, k) and (j, k + 1), whose sums are `upper`, (j + 1, k) and (j + 1, k + 1), whose sums are `lower`: the
 * innermost loop of a run with second order. Two units a turn.
 */
function addFourPairs(
  ba: usize,
  ab: usize,
  products: usize,
  upper: usize,
  lower: usize,
  apart: usize,
  step: usize,
  width: usize,
  n: i32,
  samples: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    let jk = v128.load(upper + i);
    let jNext = v128.load(upper + apart + i);
    let nextK = v128.load(lower + i);
    let nextNext = v128.load(lower + apart + i);
    let left = ba + i;
    let right = ab + i;
    let product = products + i;
    for (let s = 0; s < samples; s++) {
      const less = v128.load(product);
      const j = v128.load(left);
      const nextJ = v128.load(left + width);
      const k = v128.load(right);
      const next = v128.load(right + width);
      jk = f64x2.add(jk, f64x2.sub(f64x2.mul(j, k), less));
      jNext = f64x2.add(jNext, f64x2.sub(f64x2.mul(j, next), less));
      nextK = f64x2.add(nextK, f64x2.sub(f64x2.mul(nextJ, k), less));
      nextNext = f64x2.add(nextNext, f64x2.sub(f64x2.mul(nextJ, next), less));
      left += step;
      right += step;
      product += width;
    }
    v128.store(upper + i, jk);
    v128.store(upper + apart + i, jNext);
    v128.store(lower + i, nextK);
    v128.store(lower + apart + i, nextNext);
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
