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
    const lastColumn = column + cos * (outWidth - 1);
    const lastRow = row + minusSin * (outWidth - 1);
    let x = 0;
    // A line between two pixels of the image does not leave it.
    if (isInside(column, row, width, height) && isInside(lastColumn, lastRow, width, height)) {
      for (; x <= outWidth - 4; x += 4) {
        const first = pixels + placeOf(column, row, width);
        const second = pixels + placeOf(column + cos, row + minusSin, width);
        const third = pixels + placeOf(column + 2 * cos, row + 2 * minusSin, width);
        const fourth = pixels + placeOf(column + 3 * cos, row + 3 * minusSin, width);
        store<u32>(out, fourAt(first, second, third, fourth, 0));
        store<u32>(out + areaOut, fourAt(first, second, third, fourth, areaIn));
        store<u32>(out + 2 * areaOut, fourAt(first, second, third, fourth, 2 * areaIn));
        column += 4 * cos;
        row += 4 * minusSin;
        out += 4;
      }
    }
    for (; x < outWidth; x++) {
      const isPixel = isInside(column, row, width, height);
      const from = pixels + placeOf(column, row, width);
      store<u8>(out, isPixel ? load<u8>(from) : 0);
      store<u8>(out + areaOut, isPixel ? load<u8>(from + areaIn) : 0);
      store<u8>(out + 2 * areaOut, isPixel ? load<u8>(from + 2 * areaIn) : 0);
      column += cos;
      row += minusSin;
      out++;
    }
  }
}

/** Whether coordinates in 16.16 fixed point are those of a pixel; as unsigned numbers the negative ones are large. */
function isInside(column: i32, row: i32, width: i32, height: i32): bool {
  return <u32>(column >> 16) < <u32>width && <u32>(row >> 16) < <u32>height;
}

function placeOf(column: i32, row: i32, width: i32): usize {
  return <usize>((row >> 16) * width + (column >> 16));
}

function fourAt(first: usize, second: usize, third: usize, fourth: usize, plane: usize): u32 {
  const low = <u32>load<u8>(first + plane) | ((<u32>load<u8>(second + plane)) << 8);
  return low | ((<u32>load<u8>(third + plane)) << 16) | ((<u32>load<u8>(fourth + plane)) << 24);
}

/** Columns enlarged at a time. */
const GROUP = 8;
const GROUP_BYTES: usize = 20;
/** More than a value computed in float32 differs from that in float64: 10 roundings of numbers below 256. */
const MOST_ERROR: f32 = 0.000244140625;

/**
 * Bilinear enlargement of one plane, rounded to 8 bits, ties to even. Computed in float32; where the value in float64, whose
 * rounding is asked for, may lie on the other side of half a level, `exactLevel` computes that.
 *
 * Shapes: plane (H)(W), out (outHeight)(outWidth), 8 bit; of each axis the two neighbours, int32, and the weight of the
 * second, float32; lines (2)(outWidth) float32, the latest two lines enlarged along x, and groups, 20 bytes for every
 * eight columns; outWidth rounded up to eight.
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
  groups: usize,
): void {
  const bytes = <usize>(((outWidth + GROUP - 1) & ~(GROUP - 1)) << 2);
  groupColumns(outWidth, firstColumns, secondColumns, groups);
  let upper = lines;
  let lower = lines + bytes;
  let upperRow = -1;
  let lowerRow = -1;
  const tie = f32x4.splat(0.5 - MOST_ERROR);
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
        const line = plane + <usize>(above * width);
        enlargeLine(line, upper, outWidth, firstColumns, secondColumns, columnWeights, groups);
      }
      upperRow = above;
    }
    if (below !== lowerRow) {
      const line = plane + <usize>(below * width);
      enlargeLine(line, lower, outWidth, firstColumns, secondColumns, columnWeights, groups);
      lowerRow = below;
    }
    const down = load<f32>(rowWeights + <usize>(y << 2));
    const weight = f32x4.splat(down);
    const target = out + <usize>(y * outWidth);
    for (let x = 0; x < outWidth; x += GROUP) {
      const at = <usize>(x << 2);
      const first = between(v128.load(upper + at), v128.load(lower + at), weight);
      const second = between(v128.load(upper + at, 16), v128.load(lower + at, 16), weight);
      const firstNearest = f32x4.nearest(first);
      const secondNearest = f32x4.nearest(second);
      const levels = i16x8.narrow_i32x4_s(
        i32x4.trunc_sat_f32x4_s(firstNearest),
        i32x4.trunc_sat_f32x4_s(secondNearest),
      );
      // A vector that sticks out beyond the line is overwritten by the next one.
      v128.store64_lane(target + <usize>x, i8x16.narrow_i16x8_u(levels, levels), 0);
      const isNearTie = v128.or(
        f32x4.gt(f32x4.abs(f32x4.sub(first, firstNearest)), tie),
        f32x4.gt(f32x4.abs(f32x4.sub(second, secondNearest)), tie),
      );
      if (!v128.any_true(isNearTie)) continue;
      for (let i = x; i < min(x + GROUP, outWidth); i++) {
        const column = <usize>(i << 2);
        const left = plane + <usize>load<i32>(firstColumns + column);
        const right = plane + <usize>load<i32>(secondColumns + column);
        const across = load<f32>(columnWeights + column);
        const level = exactLevel(left, right, <usize>(above * width), <usize>(below * width), across, down);
        store<u8>(target + <usize>i, level);
      }
    }
  }
}

function between(from: v128, to: v128, weight: v128): v128 {
  return f32x4.add(from, f32x4.mul(weight, f32x4.sub(to, from)));
}

function exactLevel(left: usize, right: usize, above: usize, below: usize, across: f64, down: f64): u8 {
  const upper = (1 - across) * <f64>load<u8>(left + above) + across * <f64>load<u8>(right + above);
  const lower = (1 - across) * <f64>load<u8>(left + below) + across * <f64>load<u8>(right + below);
  return <u8>nearest(<f32>((1 - down) * upper + down * lower));
}

/**
 * For every eight columns: the first byte of a line that they read, int32, and which of the 16 bytes from there on are the
 * eight first and the eight second neighbours. -1 in place of the first byte where 16 are not enough.
 */
function groupColumns(outWidth: i32, firstColumns: usize, secondColumns: usize, groups: usize): void {
  for (let x = 0; x < outWidth; x += GROUP) {
    let base = i32.MAX_VALUE;
    let end = 0;
    for (let i = x; i < min(x + GROUP, outWidth); i++) {
      const first = load<i32>(firstColumns + <usize>(i << 2));
      const second = load<i32>(secondColumns + <usize>(i << 2));
      base = min(base, min(first, second));
      end = max(end, max(first, second));
    }
    store<i32>(groups, end - base < 16 ? base : -1);
    for (let i = 0; i < GROUP; i++) {
      const column = <usize>(min(x + i, outWidth - 1) << 2);
      store<u8>(groups + 4 + <usize>i, <u8>(load<i32>(firstColumns + column) - base));
      store<u8>(groups + 12 + <usize>i, <u8>(load<i32>(secondColumns + column) - base));
    }
    groups += GROUP_BYTES;
  }
}

function enlargeLine(
  line: usize,
  out: usize,
  length: i32,
  firstColumns: usize,
  secondColumns: usize,
  weights: usize,
  groups: usize,
): void {
  for (let x = 0; x < length; x += GROUP) {
    const base = load<i32>(groups);
    const at = <usize>(x << 2);
    if (base < 0) {
      for (let i = at; i < <usize>(min(x + GROUP, length) << 2); i += 4) {
        const left = <f32>load<u8>(line + <usize>load<i32>(firstColumns + i));
        const right = <f32>load<u8>(line + <usize>load<i32>(secondColumns + i));
        store<f32>(out + i, left + load<f32>(weights + i) * (right - left));
      }
    } else {
      const both = i8x16.swizzle(v128.load(line + <usize>base), v128.load(groups, 4));
      const left = i16x8.extend_low_i8x16_u(both);
      const step = i16x8.sub(i16x8.extend_high_i8x16_u(both), left);
      const first = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(left));
      const second = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(left));
      const firstStep = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(step));
      const secondStep = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(step));
      v128.store(out + at, f32x4.add(first, f32x4.mul(v128.load(weights + at), firstStep)));
      v128.store(out + at, f32x4.add(second, f32x4.mul(v128.load(weights + at, 16), secondStep)), 16);
    }
    groups += GROUP_BYTES;
  }
}
