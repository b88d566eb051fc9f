import type { ImageSize } from "../factor.js";

/** Fractional bits of polygon vertices. */
export const FIXED_BITS = 16;
const ONE = 2 ** FIXED_BITS;
const HALF = ONE / 2;

/** A point in units of 1/65536 pixel; pixel centres lie at whole pixels. */
export interface FixedPoint {
  readonly x: number;
  readonly y: number;
}

/** Nearest whole pixel of a fixed-point coordinate. */
function pixelOf(fixed: number): number {
  return Math.floor((fixed + HALF) / ONE);
}

/**
 * Sets the pixels of a convex polygon, its outline included, to 1: OpenCV's `fillConvexPoly` for 8-connected lines with
 * 16 fractional bits, pixel for pixel.
 *
 * @param mask shape (H, W)
 * @param vertices in order around the polygon, in either direction
 */
export function fillConvexPolygon(mask: Uint8Array, size: ImageSize, vertices: readonly FixedPoint[]): void {
  for (const [at, vertex] of vertices.entries()) drawLine(mask, size, vertices.at(at - 1) ?? vertex, vertex);
  if (vertices.length < 3) return;

  const rows = vertices.map((vertex) => pixelOf(vertex.y));
  const lastRow = Math.min(Math.max(...rows), size.height - 1);
  const start = topmost(vertices);
  const budget = { edges: vertices.length };
  const sides = [new Side(vertices, rows, start, 1, budget), new Side(vertices, rows, start, -1, budget)];
  for (let row = rows[start]; row <= lastRow; row++) {
    for (const side of sides) side.enter(row);
    const left = Math.max(pixelOf(Math.min(sides[0].x, sides[1].x)), 0);
    const right = Math.min(pixelOf(Math.max(sides[0].x, sides[1].x)), size.width - 1);
    if (row >= 0 && left <= right) mask.fill(1, row * size.width + left, row * size.width + right + 1);
    for (const side of sides) side.step();
  }
}

function topmost(vertices: readonly FixedPoint[]): number {
  let top = 0;
  for (const [at, vertex] of vertices.entries()) if (vertex.y < vertices[top].y) top = at;
  return top;
}

/** One of the two chains of edges from the topmost vertex down, walked row by row. */
class Side {
  /** Where the chain crosses the current row, in fixed point. */
  x = -ONE;
  private slope = 0;
  private endRow: number;
  private at: number;

  constructor(
    private readonly vertices: readonly FixedPoint[],
    private readonly rows: readonly number[],
    start: number,
    private readonly direction: 1 | -1,
    /** Edges that neither side has walked yet. */
    private readonly budget: { edges: number },
  ) {
    this.at = start;
    this.endRow = rows[start];
  }

  /** Takes up the next edge that leads below `row` when the current one has ended. */
  enter(row: number): void {
    if (row < this.endRow) return;
    const count = this.vertices.length;
    let from = this.at;
    let to = (from + this.direction + count) % count;
    while (this.budget.edges-- > 0) {
      if (this.rows[to] > row) {
        const height = this.rows[to] - row;
        const across = this.vertices[to].x - this.vertices[from].x;
        this.endRow = this.rows[to];
        this.slope = Math.trunc((2 * across + height) / (2 * height));
        this.x = this.vertices[from].x;
        this.at = to;
        return;
      }
      from = to;
      to = (to + this.direction + count) % count;
    }
  }

  step(): void {
    this.x += this.slope;
  }
}

/** OpenCV's `Line2`: one pixel for each step along the longer axis, the other coordinate rounded to the nearest. */
function drawLine(mask: Uint8Array, size: ImageSize, first: FixedPoint, second: FixedPoint): void {
  const isFlat = Math.abs(second.x - first.x) > Math.abs(second.y - first.y);
  const isForward = isFlat ? second.x >= first.x : second.y >= first.y;
  const [from, to] = isForward ? [first, second] : [second, first];
  const along = isFlat ? to.x - from.x : to.y - from.y;
  const across = isFlat ? to.y - from.y : to.x - from.x;
  const slope = Math.trunc((across * ONE) / (along + (along % 2 === 0 ? 1 : 0)));
  setPixel(mask, size, pixelOf(to.x), pixelOf(to.y));
  for (let step = 0; step <= Math.floor(along / ONE); step++) {
    const x = isFlat ? pixelOf(from.x) + step : pixelOf(from.x + step * slope);
    const y = isFlat ? pixelOf(from.y + step * slope) : pixelOf(from.y) + step;
    setPixel(mask, size, x, y);
  }
}

function setPixel(mask: Uint8Array, size: ImageSize, x: number, y: number): void {
  if (x >= 0 && x < size.width && y >= 0 && y < size.height) mask[y * size.width + x] = 1;
}
