const HALF_BITS = 16;
const BUCKETS = 2 ** HALF_BITS;
const SIGN = 0x80000000;

/**
 * Order statistics of float32 values without sorting all of them: they are counted by the upper half of their bits, and
 * only those that share it with one that is asked for are sorted.
 *
 * @param values (n) in any order, NaN left out; left as they are.
 * @param ranks each a whole number from 0, the smallest value, to one less than the number of values that are not NaN.
 * @returns the value of each rank, in the order of the ranks.
 */
export function orderStatistics(values: Float32Array, ranks: readonly number[]): Float64Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const ends = new Uint32Array(BUCKETS);
  for (let i = 0; i < words.length; i++) {
    if (!Number.isNaN(values[i])) ends[bucketOf(words[i])]++;
  }
  for (let bucket = 1; bucket < BUCKETS; bucket++) ends[bucket] += ends[bucket - 1];
  const wanted = new Map<number, Bucket>();
  const places = ranks.map((rank) => {
    const bucket = bucketOfRank(ends, rank);
    const first = bucket === 0 ? 0 : ends[bucket - 1];
    if (!wanted.has(bucket)) wanted.set(bucket, { values: new Float32Array(ends[bucket] - first), count: 0 });
    return { bucket, offset: rank - first };
  });
  const isWanted = new Uint8Array(BUCKETS);
  for (const bucket of wanted.keys()) isWanted[bucket] = 1;
  for (let i = 0; i < words.length; i++) {
    const bucket = bucketOf(words[i]);
    if (isWanted[bucket] === 0 || Number.isNaN(values[i])) continue;
    const found = wanted.get(bucket) as Bucket;
    found.values[found.count++] = values[i];
  }
  for (const bucket of wanted.values()) bucket.values.sort();
  return Float64Array.from(places, ({ bucket, offset }) => wanted.get(bucket)?.values[offset] ?? Number.NaN);
}

interface Bucket {
  readonly values: Float32Array;
  count: number;
}

/** Upper half of the bits of a float, as a number that grows with it. */
function bucketOf(word: number): number {
  return (word < SIGN ? word + SIGN : ~word) >>> HALF_BITS;
}

/** The first bucket that ends above the rank. */
function bucketOfRank(ends: Uint32Array, rank: number): number {
  let low = 0;
  let high = BUCKETS - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > rank) high = middle;
    else low = middle + 1;
  }
  return low;
}
