import { PixelWork } from "./pixelMemory.js";

/** Three planes of equal size, (3)(H)(W) flat. */
export interface Planes<T> {
  readonly width: number;
  readonly height: number;
  readonly data: T;
}

const CHANNELS = 3;

/**
 * Convolves rows and then columns with the same weights, plane by plane, sums in float64; the border is reflected without
 * repeating the edge pixel, on a plane shorter than the kernel back and forth. The same bits as `convolve.reference.ts`.
 *
 * @param weights odd length, centre in the middle.
 * @param out (3)(H)(W) written and returned.
 */
export function convolvePlanes(
  { width, height, data }: Planes<Float32Array>,
  weights: Float64Array,
  out: Float32Array = new Float32Array(data.length),
): Float32Array {
  const taps = weights.length;
  const radius = (taps - 1) / 2;
  const columns = reflectedIndices(width, radius);
  const rows = reflectedIndices(height, radius);
  const lineBytes = 8 * (width + 7);
  const work = PixelWork.on([data], out, [
    weights.byteLength,
    columns.byteLength,
    rows.byteLength,
    lineBytes + 16 * radius,
    taps * lineBytes,
    4 * taps,
  ]);
  const [weightsAt, columnsAt, rowsAt, padded, across, lines] = work.scratch;
  work.float64At(weightsAt, taps).set(weights);
  work.int32At(columnsAt, columns.length).set(columns);
  work.int32At(rowsAt, rows.length).set(rows);
  for (let c = 0; c < CHANNELS; c++) {
    const offset = 4 * c * width * height;
    work.program.convolvePlane(
      work.inputs[0] + offset,
      work.out + offset,
      width,
      height,
      weightsAt,
      taps,
      columnsAt,
      rowsAt,
      padded,
      across,
      lines,
    );
  }
  return work.finish(out);
}

/** Indices of 0..length-1 with `radius` reflected ones on either side. */
export function reflectedIndices(length: number, radius: number): Int32Array {
  const indices = new Int32Array(length + 2 * radius);
  const period = Math.max(1, 2 * (length - 1));
  for (let at = 0; at < indices.length; at++) {
    const position = (((at - radius) % period) + period) % period;
    indices[at] = position < length ? position : period - position;
  }
  return indices;
}

/**
 * 3x3 mean with weights 1 and 5 in the centre, over 13; border pixels stay as they are. The same bits as
 * `convolve.reference.ts`.
 *
 * @param out (3)(H)(W) written and returned.
 */
export function smoothPlanes(
  { width, height, data }: Planes<Float32Array>,
  out: Float32Array = new Float32Array(data.length),
): Float32Array {
  const work = PixelWork.on([data], out, [48 * (width + 3)]);
  for (let c = 0; c < CHANNELS; c++) {
    const offset = 4 * c * width * height;
    work.program.smoothPlane(work.inputs[0] + offset, work.out + offset, width, height, work.scratch[0]);
  }
  return work.finish(out);
}
