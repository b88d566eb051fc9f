import type { Planes } from "./convolve.js";
import { PixelWork } from "./pixelMemory.js";

/** A turn in 16.16 fixed point and what is cut off. */
export interface FixedTurn {
  readonly startX: number;
  readonly startY: number;
  readonly cos: number;
  readonly sin: number;
  readonly minusSin: number;
  /** Pixels cut off on either side, and above and below. */
  readonly marginX: number;
  readonly marginY: number;
}

/**
 * Nearest-neighbour rotation and crop: pixel (x, y) of the result is the one at
 * ((startX + cos (x + marginX) + sin (y + marginY)) >> 16, (startY + minusSin (x + marginX) + cos (y + marginY)) >> 16),
 * black outside. The same bits as `rotate.reference.ts`.
 *
 * @param out (3)(H - 2 marginY)(W - 2 marginX), written and returned.
 */
export function rotatePlanes(
  { width, height, data }: Planes<Uint8Array>,
  turn: FixedTurn,
  out: Uint8Array = new Uint8Array(3 * (width - 2 * turn.marginX) * (height - 2 * turn.marginY)),
): Uint8Array {
  const { startX, startY, cos, sin, minusSin, marginX, marginY } = turn;
  const work = PixelWork.on([data], out);
  work.program.rotatePixels(
    work.inputs[0],
    work.out,
    width,
    height,
    width - 2 * marginX,
    height - 2 * marginY,
    marginX,
    marginY,
    startX,
    startY,
    cos,
    sin,
    minusSin,
  );
  return work.finish(out);
}

/** For each output pixel of an axis: its two neighbours in the input and the weight of the second. */
export interface AxisNeighbours {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

/**
 * Bilinear interpolation in float64, rounded to float32 and then to 8 bits, ties to even. The same bits as
 * `rotate.reference.ts`.
 *
 * @param out (3)(rows)(columns), written and returned.
 */
export function enlargePlanes(
  { width, height, data }: Planes<Uint8Array>,
  columns: AxisNeighbours,
  rows: AxisNeighbours,
  out: Uint8Array = new Uint8Array(3 * rows.weight.length * columns.weight.length),
): Uint8Array {
  const [outWidth, outHeight] = [columns.weight.length, rows.weight.length];
  const area = outWidth * outHeight;
  const groups = Math.ceil(outWidth / 8);
  const work = PixelWork.on([data], out, [12 * outWidth, 12 * outHeight, 64 * groups, 20 * groups]);
  const [columnsAt, rowsAt, lines, groupsAt] = work.scratch;
  const axis = (at: number, { first, second, weight }: AxisNeighbours) => {
    const length = weight.length;
    const addresses = [at, at + 4 * length, at + 8 * length];
    work.int32At(addresses[0], length).set(first);
    work.int32At(addresses[1], length).set(second);
    work.float32At(addresses[2], length).set(weight);
    return addresses;
  };
  const [firstColumns, secondColumns, columnWeights] = axis(columnsAt, columns);
  const [firstRows, secondRows, rowWeights] = axis(rowsAt, rows);
  for (let c = 0; c < 3; c++) {
    work.program.enlargePlane(
      work.inputs[0] + c * width * height,
      work.out + c * area,
      width,
      outWidth,
      outHeight,
      firstColumns,
      secondColumns,
      columnWeights,
      firstRows,
      secondRows,
      rowWeights,
      lines,
      groupsAt,
    );
  }
  return work.finish(out);
}
