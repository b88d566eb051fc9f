/**
 * Several extended box blurs along x, then as many along y, of (3)(H)(W) 8-bit values, the edge value repeated:
 * (inner * sum over 2 radius + 1 values + outer * (the one before + the one after) + 2^23) / 2^24.
 *
 * `lines` has room for two lines of W, `planes` for two planes of (H)(W), both with W rounded up to sixteen and
 * radius + 1 values more on either side of what is blurred.
 */
export function boxBlur(
  data: usize,
  out: usize,
  width: i32,
  height: i32,
  passes: i32,
  radius: i32,
  inner: u32,
  outer: u32,
  lines: usize,
  planes: usize,
): void {
  const reach = <usize>(radius + 1);
  const stride = <usize>((width + 15) & ~15);
  const bytes = <usize>width;
  const rows = <usize>height;
  const lineBytes = stride + 2 * reach;
  const planeBytes = (rows + 2 * reach) * stride;
  for (let c = 0; c < 3; c++) {
    let from = planes;
    let to = planes + planeBytes;
    for (let y: usize = 0; y < rows; y++) {
      let line = lines;
      let next = lines + lineBytes;
      copyVectors(line + reach, data, bytes);
      for (let pass = 1; pass <= passes; pass++) {
        const first = load<u8>(line + reach);
        const last = load<u8>(line + reach + bytes - 1);
        for (let x: usize = 0; x < reach; x++) {
          store<u8>(line + x, first);
          store<u8>(line + reach + bytes + x, last);
        }
        const target = pass < passes ? next + reach : from + (reach + y) * stride;
        blurRun(line + reach, target, bytes, 1, radius, inner, outer);
        const blurred = next;
        next = line;
        line = blurred;
      }
      data += bytes;
    }
    for (let pass = 1; pass <= passes; pass++) {
      const first = from + reach * stride;
      const last = first + (rows - 1) * stride;
      for (let y: usize = 0; y < reach; y++) {
        copyVectors(from + y * stride, first, stride);
        copyVectors(last + (y + 1) * stride, last, stride);
      }
      if (pass < passes) {
        // Lines of whole vectors, so that the plane is one run.
        blurRun(first, to + reach * stride, rows * stride, stride, radius, inner, outer);
        const blurred = to;
        to = from;
        from = blurred;
        continue;
      }
      for (let y: usize = 0; y < rows; y++) {
        // A vector that sticks out beyond the line is overwritten by the next one.
        blurRun(first + y * stride, out, bytes, stride, radius, inner, outer);
        out += bytes;
      }
    }
  }
}

/** `count` is rounded up to sixteen. */
function copyVectors(to: usize, from: usize, count: usize): void {
  for (let x: usize = 0; x < count; x += 16) v128.store(to + x, v128.load(from + x));
}

/** Sixteen results side by side, of values that lie `step` bytes apart; `count` is rounded up to sixteen. */
function blurRun(
  from: usize,
  to: usize,
  count: usize,
  step: usize,
  radius: i32,
  inner: u32,
  outer: u32,
): void {
  const weight = i32x4.splat(inner);
  const outerWeight = i32x4.splat(outer);
  const before = <usize>(radius + 1) * step;
  const end = to + count;
  for (; to < end; to += 16) {
    let at = from - before;
    const first = v128.load(at);
    const last = v128.load(from + before);
    const lowEnds = i16x8.add(i16x8.extend_low_i8x16_u(first), i16x8.extend_low_i8x16_u(last));
    const highEnds = i16x8.add(i16x8.extend_high_i8x16_u(first), i16x8.extend_high_i8x16_u(last));
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let k = -radius; k <= radius; k++) {
      at += step;
      const values = v128.load(at);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(values));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(values));
    }
    v128.store(
      to,
      i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_s(
          weighed(i32x4.extend_low_i16x8_u(low), i32x4.extend_low_i16x8_u(lowEnds), weight, outerWeight),
          weighed(i32x4.extend_high_i16x8_u(low), i32x4.extend_high_i16x8_u(lowEnds), weight, outerWeight),
        ),
        i16x8.narrow_i32x4_s(
          weighed(i32x4.extend_low_i16x8_u(high), i32x4.extend_low_i16x8_u(highEnds), weight, outerWeight),
          weighed(i32x4.extend_high_i16x8_u(high), i32x4.extend_high_i16x8_u(highEnds), weight, outerWeight),
        ),
      ),
    );
    from += 16;
  }
}

/** At most 255 * 2^24 + 2^23 before the shift: it fits into 32 bits without a sign. */
function weighed(sums: v128, ends: v128, weight: v128, outerWeight: v128): v128 {
  const total = i32x4.add(i32x4.mul(sums, weight), i32x4.mul(ends, outerWeight));
  return i32x4.shr_u(i32x4.add(total, i32x4.splat(0x800000)), 24);
}
