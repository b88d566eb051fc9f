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

/** Smallest (at `out`) and largest (behind it) of n float32 values. */
export function rangeOf(values: usize, n: i32, out: usize): void {
  let low = f32x4.splat(Infinity);
  let high = f32x4.splat(-Infinity);
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) {
    const four = v128.load(values + <usize>(i << 2));
    low = f32x4.min(low, four);
    high = f32x4.max(high, four);
  }
  let least = min(
    min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)),
    min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)),
  );
  let most = max(
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

/** ((x - low) / range - mean) / std of n float32 values, in float64; n is rounded up to four. */
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
  const end = values + <usize>(n << 2);
  for (; values < end; values += 16) {
    const left = f64x2.promote_low_f32x4(v128.load64_zero(values));
    const right = f64x2.promote_low_f32x4(v128.load64_zero(values + 8));
    const first = f64x2.div(f64x2.sub(f64x2.div(f64x2.sub(left, lows), ranges), means), stds);
    const second = f64x2.div(f64x2.sub(f64x2.div(f64x2.sub(right, lows), ranges), means), stds);
    v128.store(out, v128.shuffle<f64>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2));
    out += 16;
  }
}
