/**
 * Values of one row less the pilot, as float64, and one more in `counts` for every value that is not 0.
 *
 * @param row (n) float32, pilot (n) float64, shifted (n) float64, counts (n) int32; n is rounded up to four.
 */
function shiftRow32(row: usize, pilot: usize, shifted: usize, counts: usize, n: i32): void {
  const bytes = <usize>(4 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    const values = v128.load(row + i);
    shiftFour(values, v128.load(pilot + 2 * i), v128.load(pilot + 2 * i, 16), shifted + 2 * i);
    v128.store(counts + i, countFour(v128.load(counts + i), values));
  }
}

/** The same of four rows side by side, which share the pilot and the counts. */
function shiftFourRows32(
  rows: usize,
  pilot: usize,
  shifted: usize,
  width: usize,
  counts: usize,
  n: i32,
): void {
  const first = <usize>load<u32>(rows);
  const second = <usize>load<u32>(rows, 4);
  const third = <usize>load<u32>(rows, 8);
  const fourth = <usize>load<u32>(rows, 12);
  const bytes = <usize>(4 * n);
  for (let i: usize = 0; i < bytes; i += 16) {
    const low = v128.load(pilot + 2 * i);
    const high = v128.load(pilot + 2 * i, 16);
    let count = v128.load(counts + i);
    let to = shifted + 2 * i;
    let values = v128.load(first + i);
    shiftFour(values, low, high, to);
    count = countFour(count, values);
    to += width;
    values = v128.load(second + i);
    shiftFour(values, low, high, to);
    count = countFour(count, values);
    to += width;
    values = v128.load(third + i);
    shiftFour(values, low, high, to);
    count = countFour(count, values);
    to += width;
    values = v128.load(fourth + i);
    shiftFour(values, low, high, to);
    v128.store(counts + i, countFour(count, values));
  }
}

function shiftFour(values: v128, lowPilot: v128, highPilot: v128, shifted: usize): void {
  const low = f64x2.promote_low_f32x4(values);
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(values, values, 1, 1));
  v128.store(shifted, f64x2.sub(low, lowPilot));
  v128.store(shifted, f64x2.sub(high, highPilot), 16);
}

function countFour(counts: v128, values: v128): v128 {
  // The mask of a lane that is not 0 is -1.
  return i32x4.sub(counts, f32x4.ne(values, f32x4.splat(0)));
}

/** The same of a row of float64 values. */
function shiftRow64(row: usize, pilot: usize, shifted: usize, counts: usize, n: i32): void {
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
 * Shifts rows one after another: see `shiftRow32` and `shiftRow64`.
 *
 * @param rows (count) int32 addresses of float32 or float64 rows, as `bytes` of a value tells
 * @param shifted (count)(width bytes)
 */
export function shiftRows(
  rows: usize,
  count: i32,
  bytes: i32,
  pilot: usize,
  shifted: usize,
  width: usize,
  counts: usize,
  n: i32,
): void {
  let r = 0;
  if (bytes === 4) {
    for (; r + 4 <= count; r += 4) {
      shiftFourRows32(rows, pilot, shifted, width, counts, n);
      rows += 16;
      shifted += 4 * width;
    }
  }
  for (; r < count; r++) {
    const row = <usize>load<u32>(rows);
    if (bytes === 4) shiftRow32(row, pilot, shifted, counts, n);
    else shiftRow64(row, pilot, shifted, counts, n);
    rows += 4;
    shifted += width;
  }
}

/**
 * 1 when all of (n) float32 values are finite numbers, else 0; n is rounded up to four.
 *
 * A number times 0 is 0 unless it is NaN or infinite, and NaN stays whatever is added.
 */
export function areFinite(values: usize, n: i32): i32 {
  const zero = f32x4.splat(0);
  let sum = zero;
  for (let i = 0; i < n; i += 4) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(values), zero));
    values += 16;
  }
  return i32x4.all_true(f32x4.eq(sum, sum)) ? 1 : 0;
}
