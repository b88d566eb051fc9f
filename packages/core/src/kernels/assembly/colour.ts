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

/** Mean of n float32 values, with the bits of a sum in float64 from the first to the last. */
export function meanOf(values: usize, n: i32): f64 {
  // Numbers that are 0 or from n / 2^29 to 1 are multiples of a power of two so large that no partial sum of n of them is
  // rounded: float64 has room for all of their digits, and any order gives the same sum.
  const least = f32x4.splat(<f32>n / 536870912);
  const most = f32x4.splat(1);
  let isInexact = i32x4.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) {
    const four = v128.load(values + <usize>(i << 2));
    const isTiny = v128.and(f32x4.lt(four, least), f32x4.ne(four, f32x4.splat(0)));
    isInexact = v128.or(isInexact, v128.or(isTiny, v128.not(f32x4.le(four, most))));
    low = f64x2.add(low, f64x2.promote_low_f32x4(four));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1)));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  let from = whole;
  if (v128.any_true(isInexact)) {
    sum = 0;
    from = 0;
  }
  for (let i = from; i < n; i++) sum += <f64>load<f32>(values + <usize>(i << 2));
  return sum / <f64>n;
}

/** clamp(weight * value + otherWeight * other, 0, 1) of n float32 values; writes nothing beyond, so that `other` may lie there. */
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
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const mixed = f32x4.add(
      f32x4.mul(weights, v128.load(values + i)),
      f32x4.mul(otherWeights, v128.load(other + i)),
    );
    v128.store(out + i, clamped(mixed));
  }
  for (; i < bytes; i += 4) {
    const mixed = weight * load<f32>(values + i) + otherWeight * load<f32>(other + i);
    store<f32>(out + i, max<f32>(0, min<f32>(mixed, 1)));
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
  const zero = f32x4.splat(0);
  // pmin and pmax are one instruction each, min and max a dozen. They differ in zeros alone: -0 becomes 0 by the addition.
  return f32x4.add(f32x4.pmax(f32x4.pmin(values, f32x4.splat(1)), zero), zero);
}

/**
 * Turns the hue of `area` pixels by `shift` turns through HSV, every step in float32, four pixels at a time. What a branch
 * would choose is chosen by a mask.
 */
export function turnHue(image: usize, out: usize, area: i32, shift: f32): void {
  const plane = <usize>(area << 2);
  const one = f32x4.splat(1);
  const six = f32x4.splat(6);
  const shifts = f32x4.splat(shift);
  // The last vector ends with the plane, so that it writes nothing into the next one. With fewer than four pixels it does,
  // and the next one writes over that.
  const last = area < 4 ? 0 : plane - 16;
  for (let at: usize = 0; at < plane; at += 16) {
    const p = min(at, last);
    const from = image + p;
    const red = v128.load(from);
    const green = v128.load(from + plane);
    const blue = v128.load(from + 2 * plane);
    // One instruction each, unlike max and min, and equal to them for the values of images.
    const value = f32x4.pmax(f32x4.pmax(red, green), blue);
    const range = f32x4.sub(value, f32x4.pmin(f32x4.pmin(red, green), blue));
    const coloured = f32x4.gt(range, f32x4.splat(0));
    const fromRed = f32x4.div(f32x4.sub(value, red), range);
    const fromGreen = f32x4.div(f32x4.sub(value, green), range);
    const fromBlue = f32x4.div(f32x4.sub(value, blue), range);
    let sextants = f32x4.sub(f32x4.add(f32x4.splat(4), fromGreen), fromRed);
    const nearGreen = f32x4.sub(f32x4.add(f32x4.splat(2), fromRed), fromBlue);
    sextants = v128.bitselect(nearGreen, sextants, f32x4.eq(value, green));
    sextants = v128.bitselect(f32x4.sub(fromBlue, fromGreen), sextants, f32x4.eq(value, red));
    // Grey, whose divisions by 0 gave no number, has hue and saturation 0.
    const turns = f32x4.add(f32x4.div(sextants, six), one);
    const hue = v128.and(f32x4.sub(turns, f32x4.trunc(turns)), coloured);
    const saturation = v128.and(f32x4.div(range, value), coloured);

    const shifted = f32x4.add(hue, shifts);
    const position = f32x4.mul(f32x4.sub(shifted, f32x4.floor(shifted)), six);
    const whole = f32x4.floor(position);
    const rest = f32x4.sub(position, whole);
    const least = f32x4.mul(value, f32x4.sub(one, saturation));
    // The lowest bit of whole + 2^23 is that of whole: even sextants rise, odd ones fall.
    const isFalling = i32x4.shr_s(i32x4.shl(f32x4.add(whole, f32x4.splat(8388608)), 31), 31);
    const part = v128.bitselect(rest, f32x4.sub(one, rest), isFalling);
    const middle = f32x4.mul(value, f32x4.sub(one, f32x4.mul(saturation, part)));
    // Sextants 0 to 5, and 6, which is 0 again:
    //   red    value  middle least  least  middle value
    //   green  middle value  value  middle least  least
    //   blue   least  least  middle value  value  middle
    const sextant = v128.and(whole, f32x4.lt(whole, six));
    const toRed = f32x4.sub(f32x4.splat(3), f32x4.abs(f32x4.sub(sextant, f32x4.splat(2.5))));
    const toGreen = f32x4.abs(f32x4.sub(sextant, f32x4.splat(1.5)));
    const toBlue = f32x4.abs(f32x4.sub(sextant, f32x4.splat(3.5)));
    const to = out + p;
    v128.store(to, byDistance(toRed, value, middle, least));
    v128.store(to + plane, byDistance(toGreen, value, middle, least));
    v128.store(to + 2 * plane, byDistance(toBlue, value, middle, least));
  }
}

/** `value` within one sextant of where a colour is strongest, `middle` within two, else `least`. */
function byDistance(distance: v128, value: v128, middle: v128, least: v128): v128 {
  const near = v128.bitselect(middle, least, f32x4.lt(distance, f32x4.splat(2)));
  return v128.bitselect(value, near, f32x4.lt(distance, f32x4.splat(1)));
}
