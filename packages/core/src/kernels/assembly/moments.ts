/** Bytes of two float64 values. */
const TWO: usize = 16;

/** Sets bytes to 0. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}

/** to (n) float64 += from (n). */
export function addArray(to: usize, from: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
    v128.store(to, f64x2.add(v128.load(to, 16), v128.load(from, 16)), 16);
    to += 2 * TWO;
    from += 2 * TWO;
  }
  for (; i < n; i++) {
    store<f64>(to, load<f64>(to) + load<f64>(from));
    to += 8;
    from += 8;
  }
}

/** Sum of (n) float64 values: of every fourth one, then of these four sums. */
export function sumOf(values: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    low = f64x2.add(low, v128.load(values));
    high = f64x2.add(high, v128.load(values, 16));
    values += 2 * TWO;
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; i < n; i++) {
    sum += load<f64>(values);
    values += 8;
  }
  return sum;
}

/**
 * A numerator u = whole - less - lessToo of (n) units, written to `u`, and its products: uu (n) += u u, uv (n) += u v.
 * All float64; `less` and `lessToo` are 0 where nothing is taken off; n is rounded up to two.
 */
export function addRatio(
  whole: usize,
  less: usize,
  lessToo: usize,
  v: usize,
  u: usize,
  uu: usize,
  uv: usize,
  n: i32,
): void {
  const bytes = <usize>(8 * n);
  for (let i: usize = 0; i < bytes; i += TWO) {
    let value = v128.load(whole + i);
    if (less) value = f64x2.sub(value, v128.load(less + i));
    if (lessToo) value = f64x2.sub(value, v128.load(lessToo + i));
    v128.store(u + i, value);
    v128.store(uu + i, f64x2.add(v128.load(uu + i), f64x2.mul(value, value)));
    v128.store(uv + i, f64x2.add(v128.load(uv + i), f64x2.mul(value, v128.load(v + i))));
  }
}
