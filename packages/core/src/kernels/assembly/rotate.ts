/**
 * Nearest-neighbour rotation in 16.16 fixed point, cropped: pixel (x, y) of the result is the one at
 * ((startX + cos (x + left) + sin (y + top)) >> 16, (startY + minusSin (x + left) + cos (y + top)) >> 16), black outside.
 *
 * Shapes: pixels (3)(H)(W), out (3)(outHeight)(outWidth), 8 bit.
 */
export function rotatePixels(
  pixels: usize,
  out: usize,
  width: i32,
  height: i32,
  outWidth: i32,
  outHeight: i32,
  left: i32,
  top: i32,
  startX: i32,
  startY: i32,
  cos: i32,
  sin: i32,
  minusSin: i32,
): void {
  const areaIn = <usize>(width * height);
  const areaOut = <usize>(outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    let column = startX + cos * left + sin * (y + top);
    let row = startY + minusSin * left + cos * (y + top);
    for (let x = 0; x < outWidth; x++) {
      const wholeColumn = column >> 16;
      const wholeRow = row >> 16;
      // As unsigned numbers the negative ones are large.
      if (<u32>wholeColumn < <u32>width && <u32>wholeRow < <u32>height) {
        const from = pixels + <usize>(wholeRow * width + wholeColumn);
        store<u8>(out, load<u8>(from));
        store<u8>(out + areaOut, load<u8>(from + areaIn));
        store<u8>(out + 2 * areaOut, load<u8>(from + 2 * areaIn));
      } else {
        store<u8>(out, 0);
        store<u8>(out + areaOut, 0);
        store<u8>(out + 2 * areaOut, 0);
      }
      column += cos;
      row += minusSin;
      out++;
    }
  }
}

/**
 * Bilinear enlargement of one plane, rounded to 8 bits, ties to even.
 *
 * Shapes: plane (H)(W), out (outHeight)(outWidth), 8 bit; of each axis the two neighbours, int32, and the weight of the
 * second, float32; lines (2)(outWidth) float64, the latest two lines enlarged along x.
 */
export function enlargePlane(
  plane: usize,
  out: usize,
  width: i32,
  outWidth: i32,
  outHeight: i32,
  firstColumns: usize,
  secondColumns: usize,
  columnWeights: usize,
  firstRows: usize,
  secondRows: usize,
  rowWeights: usize,
  lines: usize,
): void {
  const stride = <usize>(((outWidth + 3) & ~3) << 3);
  let upper = lines;
  let lower = lines + stride;
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < outHeight; y++) {
    const above = load<i32>(firstRows + <usize>(y << 2));
    const below = load<i32>(secondRows + <usize>(y << 2));
    if (above !== upperRow) {
      if (above === lowerRow) {
        const swapped = upper;
        upper = lower;
        lower = swapped;
        lowerRow = upperRow;
      } else {
        enlargeLine(
          plane + <usize>(above * width),
          upper,
          outWidth,
          firstColumns,
          secondColumns,
          columnWeights,
        );
      }
      upperRow = above;
    }
    if (below !== lowerRow) {
      enlargeLine(
        plane + <usize>(below * width),
        lower,
        outWidth,
        firstColumns,
        secondColumns,
        columnWeights,
      );
      lowerRow = below;
    }
    const down = <f64>load<f32>(rowWeights + <usize>(y << 2));
    const upperWeight = f64x2.splat(1 - down);
    const lowerWeight = f64x2.splat(down);
    const target = out + <usize>(y * outWidth);
    for (let x = 0; x < outWidth; x += 4) {
      const at = <usize>(x << 3);
      const low = f64x2.add(
        f64x2.mul(upperWeight, v128.load(upper + at)),
        f64x2.mul(lowerWeight, v128.load(lower + at)),
      );
      const high = f64x2.add(
        f64x2.mul(upperWeight, v128.load(upper + at, 16)),
        f64x2.mul(lowerWeight, v128.load(lower + at, 16)),
      );
      const four = v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
      const levels = i32x4.trunc_sat_f32x4_s(f32x4.nearest(four));
      const halves = i16x8.narrow_i32x4_s(levels, levels);
      // A vector that sticks out beyond the line is overwritten by the next one.
      v128.store32_lane(target + <usize>x, i8x16.narrow_i16x8_u(halves, halves), 0);
    }
  }
}

function enlargeLine(
  line: usize,
  out: usize,
  length: i32,
  firstColumns: usize,
  secondColumns: usize,
  weights: usize,
): void {
  for (let x = 0; x < length; x++) {
    const at = <usize>(x << 2);
    const across = <f64>load<f32>(weights + at);
    const left = <f64>load<u8>(line + <usize>load<i32>(firstColumns + at));
    const right = <f64>load<u8>(line + <usize>load<i32>(secondColumns + at));
    store<f64>(out + 2 * at, (1 - across) * left + across * right);
  }
}
