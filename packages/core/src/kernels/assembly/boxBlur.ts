/**
 * Extended box blur of `length` 8-bit values in place, from `data` in steps of `step` bytes, the edge value repeated:
 * (inner * sum over 2 radius + 1 values + outer * (the one before + the one after) + 2^23) / 2^24, `line` being scratch
 * space for as many bytes.
 */
function blurLine(
  data: usize,
  step: usize,
  length: i32,
  radius: i32,
  inner: u32,
  outer: u32,
  line: usize,
): void {
  const last = length - 1;
  let from = data;
  for (let at = 0; at < length; at++) {
    store<u8>(line + <usize>at, load<u8>(from));
    from += step;
  }
  let sum: u32 = 0;
  for (let k = -radius; k <= radius; k++) sum += valueAt(line, k, last);
  for (let at = 0; at < length; at++) {
    const after = valueAt(line, at + radius + 1, last);
    const ends = valueAt(line, at - radius - 1, last) + after;
    // At most 255 * 2^24 + 2^23: it fits.
    store<u8>(data, <u8>((inner * sum + outer * ends + 0x800000) >> 24));
    sum += after - valueAt(line, at - radius, last);
    data += step;
  }
}

function valueAt(line: usize, at: i32, last: i32): u32 {
  return <u32>load<u8>(line + <usize>min(max(at, 0), last));
}

/** Several box blurs along x, then as many along y, of (3)(H)(W) 8-bit values in place. */
export function boxBlur(
  data: usize,
  width: i32,
  height: i32,
  passes: i32,
  radius: i32,
  inner: u32,
  outer: u32,
  line: usize,
): void {
  for (let row = 0; row < 3 * height; row++) {
    const start = data + <usize>(row * width);
    for (let pass = 0; pass < passes; pass++) blurLine(start, 1, width, radius, inner, outer, line);
  }
  for (let c = 0; c < 3; c++) {
    for (let x = 0; x < width; x++) {
      const start = data + <usize>(c * height * width + x);
      for (let pass = 0; pass < passes; pass++) {
        blurLine(start, <usize>width, height, radius, inner, outer, line);
      }
    }
  }
}
