import type { Planes } from "./convolve.js";
import { bytesAt, float32At, int32At, kernelProgram, reserve } from "./program.js";

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
 * @returns (3)(H - 2 marginY)(W - 2 marginX) flat.
 */
export function rotatePlanes({ width, height, data }: Planes<Uint8Array>, turn: FixedTurn): Uint8Array {
  const { startX, startY, cos, sin, minusSin, marginX, marginY } = turn;
  const outWidth = width - 2 * marginX;
  const outHeight = height - 2 * marginY;
  const length = 3 * outWidth * outHeight;
  const [from, out] = reserve(data.length, length);
  bytesAt(from, data.length).set(data);
  kernelProgram().rotatePixels(
    from,
    out,
    width,
    height,
    outWidth,
    outHeight,
    marginX,
    marginY,
    startX,
    startY,
    cos,
    sin,
    minusSin,
  );
  return bytesAt(out, length).slice();
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
 * @returns (3)(rows)(columns) flat.
 */
export function enlargePlanes(
  { width, height, data }: Planes<Uint8Array>,
  columns: AxisNeighbours,
  rows: AxisNeighbours,
): Uint8Array {
  const [outWidth, outHeight] = [columns.weight.length, rows.weight.length];
  const area = outWidth * outHeight;
  const [from, out, columnsAt, rowsAt, lines] = reserve(
    data.length,
    3 * area,
    12 * outWidth,
    12 * outHeight,
    16 * (outWidth + 3),
  );
  bytesAt(from, data.length).set(data);
  const axis = (at: number, { first, second, weight }: AxisNeighbours) => {
    const length = weight.length;
    const addresses = [at, at + 4 * length, at + 8 * length];
    int32At(addresses[0], length).set(first);
    int32At(addresses[1], length).set(second);
    float32At(addresses[2], length).set(weight);
    return addresses;
  };
  const [firstColumns, secondColumns, columnWeights] = axis(columnsAt, columns);
  const [firstRows, secondRows, rowWeights] = axis(rowsAt, rows);
  const { enlargePlane } = kernelProgram();
  for (let c = 0; c < 3; c++) {
    enlargePlane(
      from + c * width * height,
      out + c * area,
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
    );
  }
  return bytesAt(out, 3 * area).slice();
}
