/** Bytes of four float64 values. */
const FOUR: usize = 32;

/**
 * Values of one row less the pilot, as float64, and one more in `counts` for every value that is not 0.
 *
 * @param row (n) float32, pilot (n) float64, shifted (n) float64, counts (n) int32; n is rounded up to four.
 */
function shiftRow32(row: usize, pilot: usize, shifted: usize, counts: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(row));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(row, 8));
    v128.store(shifted, f64x2.sub(low, v128.load(pilot)));
    v128.store(shifted, f64x2.sub(high, v128.load(pilot, 16)), 16);
    // The mask of a lane that is not 0 is -1.
    v128.store(counts, i32x4.sub(v128.load(counts), f32x4.ne(v128.load(row), zero)));
    row += 16;
    pilot += FOUR;
    shifted += FOUR;
    counts += 16;
  }
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

/** Bytes that the processor fetches at a time. */
const LINE: usize = 64;

/**
 * Shifts rows one after another: see `shiftRow32`.
 *
 * @param rows (count) int32 addresses of float32 rows; shifted (count)(width bytes)
 */
export function shiftRows32(
  rows: usize,
  count: i32,
  pilot: usize,
  shifted: usize,
  width: usize,
  counts: usize,
  n: i32,
): void {
  fetchRows(rows, count, counts, n);
  for (let r = 0; r < count; r++) {
    shiftRow32(load<u32>(rows), pilot, shifted, counts, n);
    rows += 4;
    shifted += width;
  }
}

/**
 * Reads a value of every line of the rows, so that they come from memory all at once: read one after another each would
 * be waited for, since pieces so short end before the processor sees where they lead. Leaves `counts` as it is.
 */
function fetchRows(rows: usize, count: i32, counts: usize, n: i32): void {
  let seen: u32 = 0;
  const bytes = <usize>(4 * n);
  for (let r = 0; r < count; r++) {
    const row = <usize>load<u32>(rows);
    for (let i: usize = 0; i < bytes; i += LINE) seen |= load<u32>(row + i);
    rows += 4;
  }
  // What is read and not used may be left out.
  if (seen === 0xffffffff) store<u32>(counts, load<u32>(counts));
}

/** Shifts rows one after another: see `shiftRow64`. */
export function shiftRows64(
  rows: usize,
  count: i32,
  pilot: usize,
  shifted: usize,
  width: usize,
  counts: usize,
  n: i32,
): void {
  for (let r = 0; r < count; r++) {
    shiftRow64(load<u32>(rows), pilot, shifted, counts, n);
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
