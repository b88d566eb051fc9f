import { fourOf } from "./pixels";

/**
 * One plane convolved along its rows and then its columns, each sum in float64 from the first weight to the last.
 *
 * Shapes, K weights, r = (K - 1) / 2: plane and out (H)(W) float32; weights (K) float64; columns (W + 2 r) and rows
 * (H + 2 r) int32, the pixel that stands at each place of a padded line; padded (W + 2 r) and across (K)(W), float64 and W
 * rounded up to eight; lines (K) addresses.
 */
export function convolvePlane(
  plane: usize,
  out: usize,
  width: i32,
  height: i32,
  weights: usize,
  taps: i32,
  columns: usize,
  rows: usize,
  padded: usize,
  across: usize,
  lines: usize,
): void {
  const radius = (taps - 1) / 2;
  const stride = <usize>(((width + 7) & ~7) << 3);
  let done = 0;
  for (let y = 0; y < height; y++) {
    // Of the rows convolved along x the last K are kept: the window of an output row, reflected or not, has no others.
    for (; done < height && done <= y + radius; done++) {
      pad(plane + <usize>((done * width) << 2), padded, columns, width, radius);
      convolveLine(padded, across + <usize>(done % taps) * stride, stride, weights, taps);
    }
    for (let k = 0; k < taps; k++) {
      const row = load<i32>(rows + <usize>((y + k) << 2));
      store<usize>(lines + <usize>(k << 2), across + <usize>(row % taps) * stride);
    }
    addLines(lines, out + <usize>((y * width) << 2), width, weights, taps);
  }
}

/** A line in float64, reflected by r pixels on either side: of the columns only those of the ends are looked up. */
function pad(line: usize, padded: usize, columns: usize, width: i32, radius: i32): void {
  for (let x = 0; x < radius; x++) {
    store<f64>(padded + <usize>(x << 3), <f64>load<f32>(line + place(columns, x)));
  }
  const to = padded + <usize>(radius << 3);
  for (let x: usize = 0; x < <usize>width; x += 4) {
    const four = v128.load(line + (x << 2));
    v128.store(to + (x << 3), f64x2.promote_low_f32x4(four));
    v128.store(to + (x << 3), f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1)), 16);
  }
  for (let x = radius + width; x < width + 2 * radius; x++) {
    store<f64>(padded + <usize>(x << 3), <f64>load<f32>(line + place(columns, x)));
  }
}

function place(columns: usize, x: i32): usize {
  return <usize>(load<i32>(columns + <usize>(x << 2)) << 2);
}

/** Eight sums side by side along a padded line, `bytes` of them in all. */
function convolveLine(padded: usize, to: usize, bytes: usize, weights: usize, taps: i32): void {
  const end = to + bytes;
  for (; to < end; to += 64) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let third = f64x2.splat(0);
    let fourth = f64x2.splat(0);
    let from = padded;
    for (let k = 0; k < taps; k++) {
      const weight = v128.load64_splat(weights + <usize>(k << 3));
      first = f64x2.add(first, f64x2.mul(weight, v128.load(from)));
      second = f64x2.add(second, f64x2.mul(weight, v128.load(from, 16)));
      third = f64x2.add(third, f64x2.mul(weight, v128.load(from, 32)));
      fourth = f64x2.add(fourth, f64x2.mul(weight, v128.load(from, 48)));
      from += 8;
    }
    v128.store(to, first);
    v128.store(to, second, 16);
    v128.store(to, third, 32);
    v128.store(to, fourth, 48);
    padded += 64;
  }
}

/** Eight sums side by side across the lines. */
function addLines(lines: usize, to: usize, width: i32, weights: usize, taps: i32): void {
  for (let x: usize = 0; x < <usize>width; x += 8) {
    let first = f64x2.splat(0);
    let second = f64x2.splat(0);
    let third = f64x2.splat(0);
    let fourth = f64x2.splat(0);
    for (let k = 0; k < taps; k++) {
      const from = load<usize>(lines + <usize>(k << 2)) + (x << 3);
      const weight = v128.load64_splat(weights + <usize>(k << 3));
      first = f64x2.add(first, f64x2.mul(weight, v128.load(from)));
      second = f64x2.add(second, f64x2.mul(weight, v128.load(from, 16)));
      third = f64x2.add(third, f64x2.mul(weight, v128.load(from, 32)));
      fourth = f64x2.add(fourth, f64x2.mul(weight, v128.load(from, 48)));
    }
    // A vector that sticks out beyond the line is overwritten by the next one.
    v128.store(to + (x << 2), fourOf(first, second));
    v128.store(to + (x << 2), fourOf(third, fourth), 16);
  }
}

/**
 * The interior of a plane smoothed by 3x3 weights 1, in the centre 5, over 13; sums in float64. The border of `out`, (H)(W)
 * as `plane`, is that of `plane`. `lines` has room for six lines of W float64, W rounded up to four.
 */
export function smoothPlane(plane: usize, out: usize, width: i32, height: i32, lines: usize): void {
  const row = <usize>(width << 2);
  if (width < 3 || height < 3) {
    memory.copy(out, plane, row * <usize>height);
    return;
  }
  const stride = <usize>(((width + 3) & ~3) << 3);
  let above = lines;
  let beside = lines + 2 * stride;
  let below = lines + 4 * stride;
  memory.copy(out, plane, row);
  sumThrees(plane, above, stride);
  sumThrees(plane + row, beside, stride);
  for (let y = 1; y < height - 1; y++) {
    plane += row;
    out += row;
    sumThrees(plane + row, below, stride);
    smoothLine(above, beside + stride, below, out, width);
    // A vector sticks out beyond the line; what it left on the border is overwritten here or by the next line.
    store<f32>(out, load<f32>(plane));
    store<f32>(out + row - 4, load<f32>(plane + row - 4));
    const done = above;
    above = beside;
    beside = below;
    below = done;
  }
  memory.copy(out + row, plane + row, row);
}

/**
 * Sums of a pixel and its neighbours left and right, `bytes` of them at `to`; behind them the sums with five times the
 * pixel. Those at the ends, which have no neighbour, are not to be used.
 */
function sumThrees(from: usize, to: usize, bytes: usize): void {
  const five = f64x2.splat(5);
  const end = to + bytes;
  for (; to < end; to += 16) {
    const left = f64x2.promote_low_f32x4(v128.load64_zero(from - 4));
    const pixel = f64x2.promote_low_f32x4(v128.load64_zero(from));
    const right = f64x2.promote_low_f32x4(v128.load64_zero(from + 4));
    v128.store(to, f64x2.add(f64x2.add(left, pixel), right));
    v128.store(to + bytes, f64x2.add(f64x2.add(left, f64x2.mul(five, pixel)), right));
    from += 8;
  }
}

/** Sums of three lines over 13. */
function smoothLine(above: usize, beside: usize, below: usize, out: usize, width: i32): void {
  const thirteen = f64x2.splat(13);
  const end = out + <usize>(width << 2);
  for (; out < end; out += 16) {
    const low = f64x2.add(f64x2.add(v128.load(above), v128.load(beside)), v128.load(below));
    const high = f64x2.add(f64x2.add(v128.load(above, 16), v128.load(beside, 16)), v128.load(below, 16));
    v128.store(out, fourOf(f64x2.div(low, thirteen), f64x2.div(high, thirteen)));
    above += 32;
    beside += 32;
    below += 32;
  }
}
