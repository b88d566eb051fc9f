/** Two items, each standing for the cluster it is in, and the distance at which the clusters merge. */
export interface ItemPair {
  readonly a: number;
  readonly b: number;
  readonly height: number;
}

/** Distance of cluster i to the union of x and y, from the distances before: Lance and Williams. */
type Update = (ix: number, iy: number, xy: number, sizeI: number, sizeX: number, sizeY: number) => number;

const UPDATES: Readonly<Record<"average" | "complete" | "ward", Update>> = {
  average: (ix, iy, _xy, _i, x, y) => (x * ix + y * iy) / (x + y),
  complete: (ix, iy) => Math.max(ix, iy),
  ward: (ix, iy, xy, i, x, y) => {
    const share = 1 / (i + x + y);
    return Math.sqrt((i + x) * share * ix * ix + (i + y) * share * iy * iy - i * share * xy * xy);
  },
};

/**
 * Merges by nearest-neighbour chains (Muellner, arXiv 1109.2378, figure 3), in the order found.
 *
 * @param distances (n, n) symmetric; overwritten.
 * @returns (n - 1)
 */
export function mergeByChain(
  distances: Float64Array,
  n: number,
  method: "average" | "complete" | "ward",
): ItemPair[] {
  const update = UPDATES[method];
  const size = new Float64Array(n).fill(1);
  const pairs: ItemPair[] = [];
  const chain: number[] = [];
  while (pairs.length < n - 1) {
    if (chain.length === 0) chain.push(size.findIndex((items) => items > 0));
    const { x, y, height } = growChain(chain, distances, size);
    chain.length -= 2;
    const [gone, kept] = x < y ? [x, y] : [y, x];
    pairs.push({ a: gone, b: kept, height });
    for (let i = 0; i < n; i++) {
      if (size[i] === 0 || i === gone || i === kept) continue;
      const distance = update(
        distances[i * n + gone],
        distances[i * n + kept],
        height,
        size[i],
        size[gone],
        size[kept],
      );
      distances[i * n + kept] = distance;
      distances[kept * n + i] = distance;
    }
    size[kept] += size[gone];
    size[gone] = 0;
  }
  return pairs;
}

/** Follows nearest neighbours until two are each other's; they are the last two of the chain then. */
function growChain(
  chain: number[],
  distances: Float64Array,
  size: Float64Array,
): { x: number; y: number; height: number } {
  const n = size.length;
  for (;;) {
    const x = chain[chain.length - 1];
    const before = chain.length > 1 ? chain[chain.length - 2] : -1;
    // The one before wins ties, or the chain could turn in circles.
    let y = before;
    let height = before < 0 ? Number.POSITIVE_INFINITY : distances[x * n + before];
    for (let i = 0; i < n; i++) {
      if (size[i] === 0 || i === x || !(distances[x * n + i] < height)) continue;
      height = distances[x * n + i];
      y = i;
    }
    if (y === before) return { x, y, height };
    chain.push(y);
  }
}

/**
 * Merges of single linkage: edges of the minimum spanning tree by Prim's rule, in the order found.
 *
 * @param distances (n, n) symmetric.
 * @returns (n - 1)
 */
export function mergeBySpanningTree(distances: Float64Array, n: number): ItemPair[] {
  const reached = new Uint8Array(n);
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const pairs: ItemPair[] = [];
  let x = 0;
  while (pairs.length < n - 1) {
    reached[x] = 1;
    let y = -1;
    for (let i = 0; i < n; i++) {
      if (reached[i] === 1) continue;
      nearest[i] = Math.min(nearest[i], distances[x * n + i]);
      if (y < 0 || nearest[i] < nearest[y]) y = i;
    }
    pairs.push({ a: x, b: y, height: nearest[y] });
    x = y;
  }
  return pairs;
}
