/**
 * One plane convolved along its rows and then its columns, each sum in float64 from the first weight to the last.
 *
 * Shapes, K weights, r = (K - 1) / 2: plane and out (H)(W) float32; weights (K) float64; columns (W + 2 r) and rows
 * (H + 2 r) int32, the pixel that stands at each place of a padded line; padded (W + 2 r) float64; across (K)(W) float64.
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
): void {
  const radius = (taps - 1) / 2;
  const stride = <usize>(((width + 3) & ~3) << 3);
  let done = 0;
  for (let y = 0; y < height; y++) {
    // Of the rows convolved along x the last K are kept: the window of an output row, reflected or not, has no others.
    for (; done < height && done <= y + radius; done++) {
      pad(plane + <usize>((done * width) << 2), padded, columns, width + 2 * radius);
      const line = across + <usize>(done % taps) * stride;
      for (let x = 0; x < width; x += 4) {
        convolveFour(padded + <usize>(x << 3), line + <usize>(x << 3), weights, taps);
      }
    }
    const target = out + <usize>((y * width) << 2);
    for (let x = 0; x < width; x += 4) {
      let low = f64x2.splat(0);
      let high = f64x2.splat(0);
      for (let k = 0; k < taps; k++) {
        const row = load<i32>(rows + <usize>((y + k) << 2));
        const from = across + <usize>(row % taps) * stride + <usize>(x << 3);
        const weight = v128.load64_splat(weights + <usize>(k << 3));
        low = f64x2.add(low, f64x2.mul(weight, v128.load(from)));
        high = f64x2.add(high, f64x2.mul(weight, v128.load(from, 16)));
      }
      // A vector that sticks out beyond the line is overwritten by the next one.
      storeFour(target + <usize>(x << 2), low, high);
    }
  }
}

function pad(line: usize, padded: usize, columns: usize, length: i32): void {
  for (let x = 0; x < length; x++) {
    const column = load<i32>(columns + <usize>(x << 2));
    store<f64>(padded + <usize>(x << 3), <f64>load<f32>(line + <usize>(column << 2)));
  }
}

function convolveFour(from: usize, to: usize, weights: usize, taps: i32): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let k = 0; k < taps; k++) {
    const weight = v128.load64_splat(weights + <usize>(k << 3));
    low = f64x2.add(low, f64x2.mul(weight, v128.load(from)));
    high = f64x2.add(high, f64x2.mul(weight, v128.load(from, 16)));
    from += 8;
  }
  v128.store(to, low);
  v128.store(to, high, 16);
}

function storeFour(to: usize, low: v128, high: v128): void {
  v128.store(to, v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
}

/**
 * The interior of a plane smoothed by 3x3 weights 1, in the centre 5, over 13; sums in float64. The border of `out`, (H)(W)
 * as `plane`, is left alone.
 */
export function smoothPlane(plane: usize, out: usize, width: i32, height: i32): void {
  const line = <usize>(width << 2);
  const five = f64x2.splat(5);
  const thirteen = f64x2.splat(13);
  for (let y = 1; y < height - 1; y++) {
    let at = plane + <usize>((y * width + 1) << 2);
    let to = out + <usize>((y * width + 1) << 2);
    let x = 1;
    for (; x < width - 2; x += 2) {
      const above = f64x2.add(f64x2.add(pair(at - line - 4), pair(at - line)), pair(at - line + 4));
      const beside = f64x2.add(f64x2.add(pair(at - 4), f64x2.mul(five, pair(at))), pair(at + 4));
      const below = f64x2.add(f64x2.add(pair(at + line - 4), pair(at + line)), pair(at + line + 4));
      const mean = f64x2.div(f64x2.add(f64x2.add(above, beside), below), thirteen);
      v128.store64_lane(to, f32x4.demote_f64x2_zero(mean), 0);
      at += 8;
      to += 8;
    }
    if (x === width - 2) {
      const above = single(at - line - 4) + single(at - line) + single(at - line + 4);
      const beside = single(at - 4) + 5 * single(at) + single(at + 4);
      const below = single(at + line - 4) + single(at + line) + single(at + line + 4);
      store<f32>(to, <f32>((above + beside + below) / 13));
    }
  }
}

function pair(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

function single(at: usize): f64 {
  return <f64>load<f32>(at);
}
