/** 8-bit pixels as k / 255 in float32; n is rounded up to sixteen. */
export function pixelsToFloats(pixels: usize, out: usize, n: i32): void {
  const scale = f32x4.splat(255);
  const end = pixels + <usize>n;
  for (; pixels < end; pixels += 16) {
    const bytes = v128.load(pixels);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    v128.store(out, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)), scale));
    v128.store(out, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), scale), 16);
    v128.store(out, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), scale), 32);
    v128.store(out, f32x4.div(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), scale), 48);
    out += 64;
  }
}

/** Values in [0, 1] as 255 * x in float32, truncated to 8 bits; n is rounded up to sixteen. */
export function floatsToPixels(values: usize, out: usize, n: i32): void {
  const end = out + <usize>n;
  for (; out < end; out += 16) {
    const low = i16x8.narrow_i32x4_s(truncated(values), truncated(values + 16));
    const high = i16x8.narrow_i32x4_s(truncated(values + 32), truncated(values + 48));
    v128.store(out, i8x16.narrow_i16x8_u(low, high));
    values += 64;
  }
}

function truncated(values: usize): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(v128.load(values), f32x4.splat(255)));
}

/** Values in [0, 1] as k / 255 in float32, k being 255 * x in float32, truncated; n is rounded up to four. */
export function truncateToLevels(values: usize, out: usize, n: i32): void {
  const scale = f32x4.splat(255);
  const end = values + <usize>(n << 2);
  for (; values < end; values += 16) {
    v128.store(out, f32x4.div(f32x4.trunc(f32x4.mul(v128.load(values), scale)), scale));
    out += 16;
  }
}

/** Rows of `width` float32 values, each from its last to its first. */
export function mirrorRows(values: usize, out: usize, width: i32, rows: i32): void {
  const bytes = <usize>(width << 2);
  for (let row = 0; row < rows; row++) {
    const from = values + bytes - 16;
    // A vector that sticks out beyond the row is overwritten by the next one.
    for (let x: usize = 0; x < bytes; x += 16) {
      const four = v128.load(from - x);
      v128.store(out + x, v128.shuffle<f32>(four, four, 3, 2, 1, 0));
    }
    values += bytes;
    out += bytes;
  }
}

/** Smallest (at `out`) and largest (behind it) of n float32 values. */
export function rangeOf(values: usize, n: i32, out: usize): void {
  let least = load<f32>(values);
  let most = least;
  let low = f32x4.splat(least);
  let high = low;
  let lower = low;
  let higher = low;
  const whole = n & ~7;
  // pmin and pmax are one instruction each, min and max a dozen; for numbers they are equal.
  for (let i = 0; i < whole; i += 8) {
    const four = v128.load(values + <usize>(i << 2));
    const next = v128.load(values + <usize>(i << 2), 16);
    low = f32x4.pmin(low, four);
    high = f32x4.pmax(high, four);
    lower = f32x4.pmin(lower, next);
    higher = f32x4.pmax(higher, next);
  }
  low = f32x4.min(low, lower);
  high = f32x4.max(high, higher);
  least = min(
    min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)),
    min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)),
  );
  most = max(
    max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)),
    max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)),
  );
  for (let i = whole; i < n; i++) {
    const value = load<f32>(values + <usize>(i << 2));
    least = min(least, value);
    most = max(most, value);
  }
  store<f32>(out, least);
  store<f32>(out, most, 4);
}

/**
 * ((x - low) / range - mean) / std of n float32 values, in float64, then rounded to float32; n is rounded up to four.
 * Divisions take most of the time: by a range of 1 nothing is divided.
 */
export function scaleValues(
  values: usize,
  out: usize,
  n: i32,
  low: f64,
  range: f64,
  mean: f64,
  std: f64,
): void {
  const lows = f64x2.splat(low);
  const ranges = f64x2.splat(range);
  const means = f64x2.splat(mean);
  const stds = f64x2.splat(std);
  const isStretched = range !== 1;
  const end = values + <usize>(n << 2);
  for (; values < end; values += 16) {
    let left = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(values)), lows);
    let right = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(values + 8)), lows);
    if (isStretched) {
      left = f64x2.div(left, ranges);
      right = f64x2.div(right, ranges);
    }
    left = f64x2.div(f64x2.sub(left, means), stds);
    right = f64x2.div(f64x2.sub(right, means), stds);
    v128.store(out, fourOf(left, right));
    out += 16;
  }
}

/** Two float64 values and two more as four of float32. */
export function fourOf(low: v128, high: v128): v128 {
  return v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}
