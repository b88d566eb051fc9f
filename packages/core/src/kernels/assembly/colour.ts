/** Luma 0.2989 R + 0.587 G + 0.114 B of `area` pixels, every step in float32; n is rounded up to four. */
export function lumaOf(image: usize, luma: usize, area: i32): void {
  const plane = <usize>(area << 2);
  const red = f32x4.splat(0.2989);
  const green = f32x4.splat(0.587);
  const blue = f32x4.splat(0.114);
  for (let p: usize = 0; p < plane; p += 16) {
    const at = image + p;
    const redAndGreen = f32x4.add(f32x4.mul(red, v128.load(at)), f32x4.mul(green, v128.load(at + plane)));
    v128.store(luma + p, f32x4.add(redAndGreen, f32x4.mul(blue, v128.load(at + 2 * plane))));
  }
}

/** Mean of n float32 values, summed in float64 from the first to the last. */
export function meanOf(values: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += <f64>load<f32>(values + <usize>(i << 2));
  return sum / <f64>n;
}

/** clamp(weight * value + otherWeight * other, 0, 1) of n float32 values; n is rounded up to four. */
export function blendValues(
  values: usize,
  other: usize,
  out: usize,
  n: i32,
  weight: f32,
  otherWeight: f32,
): void {
  const weights = f32x4.splat(weight);
  const otherWeights = f32x4.splat(otherWeight);
  const bytes = <usize>(n << 2);
  for (let i: usize = 0; i < bytes; i += 16) {
    const mixed = f32x4.add(
      f32x4.mul(weights, v128.load(values + i)),
      f32x4.mul(otherWeights, v128.load(other + i)),
    );
    v128.store(out + i, clamped(mixed));
  }
}

/** The same with one number blended in everywhere. */
export function blendConstant(
  values: usize,
  other: f32,
  out: usize,
  n: i32,
  weight: f32,
  otherWeight: f32,
): void {
  const weights = f32x4.splat(weight);
  const part = f32x4.splat(otherWeight * other);
  const bytes = <usize>(n << 2);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(out + i, clamped(f32x4.add(f32x4.mul(weights, v128.load(values + i)), part)));
  }
}

function clamped(values: v128): v128 {
  return f32x4.max(f32x4.splat(0), f32x4.min(values, f32x4.splat(1)));
}

/**
 * Turns the hue of pixels by `shift` turns through HSV, every step in float32, four pixels at a time; reads and writes
 * three planes of `plane` bytes each, a multiple of 16. What a branch would choose is chosen by a mask.
 */
export function turnHue(image: usize, out: usize, plane: usize, shift: f32): void {
  const one = f32x4.splat(1);
  const shifts = f32x4.splat(shift);
  for (let p: usize = 0; p < plane; p += 16) {
    const at = image + p;
    const red = v128.load(at);
    const green = v128.load(at + plane);
    const blue = v128.load(at + 2 * plane);
    const value = f32x4.max(f32x4.max(red, green), blue);
    const range = f32x4.sub(value, f32x4.min(f32x4.min(red, green), blue));
    const coloured = f32x4.gt(range, f32x4.splat(0));
    const fromRed = f32x4.div(f32x4.sub(value, red), range);
    const fromGreen = f32x4.div(f32x4.sub(value, green), range);
    const fromBlue = f32x4.div(f32x4.sub(value, blue), range);
    let sextants = f32x4.sub(f32x4.add(f32x4.splat(4), fromGreen), fromRed);
    const nearGreen = f32x4.sub(f32x4.add(f32x4.splat(2), fromRed), fromBlue);
    sextants = v128.bitselect(nearGreen, sextants, f32x4.eq(value, green));
    sextants = v128.bitselect(f32x4.sub(fromBlue, fromGreen), sextants, f32x4.eq(value, red));
    // Grey, whose divisions by 0 gave no number, has hue and saturation 0.
    const turns = f32x4.add(f32x4.div(sextants, f32x4.splat(6)), one);
    const hue = v128.and(f32x4.sub(turns, f32x4.trunc(turns)), coloured);
    const saturation = v128.and(f32x4.div(range, value), coloured);

    const shifted = f32x4.add(hue, shifts);
    const position = f32x4.mul(f32x4.sub(shifted, f32x4.floor(shifted)), f32x4.splat(6));
    const whole = f32x4.floor(position);
    const rest = f32x4.sub(position, whole);
    const least = f32x4.mul(value, f32x4.sub(one, saturation));
    const falling = f32x4.mul(value, f32x4.sub(one, f32x4.mul(saturation, rest)));
    const rising = f32x4.mul(value, f32x4.sub(one, f32x4.mul(saturation, f32x4.sub(one, rest))));
    const second = f32x4.eq(whole, one);
    const third = f32x4.eq(whole, f32x4.splat(2));
    const fourth = f32x4.eq(whole, f32x4.splat(3));
    const fifth = f32x4.eq(whole, f32x4.splat(4));
    const sixth = f32x4.eq(whole, f32x4.splat(5));
    const to = out + p;
    // Sextants 0 to 5, and 6, which is 0 again:
    //   red    value falling least least rising value
    //   green  rising value value falling least least
    //   blue   least least rising value value falling
    let turned = v128.bitselect(falling, value, second);
    turned = v128.bitselect(least, turned, v128.or(third, fourth));
    v128.store(to, v128.bitselect(rising, turned, fifth));
    turned = v128.bitselect(value, rising, v128.or(second, third));
    turned = v128.bitselect(falling, turned, fourth);
    v128.store(to + plane, v128.bitselect(least, turned, v128.or(fifth, sixth)));
    turned = v128.bitselect(rising, least, third);
    turned = v128.bitselect(value, turned, v128.or(fourth, fifth));
    v128.store(to + 2 * plane, v128.bitselect(falling, turned, sixth));
  }
}
