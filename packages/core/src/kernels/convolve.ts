import { float32At, float64At, int32At, kernelProgram, reserve } from "./program.js";

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
 */
export function convolvePlanes(
  { width, height, data }: Planes<Float32Array>,
  weights: Float64Array,
): Float32Array {
  const taps = weights.length;
  const area = width * height;
  const columns = reflectedIndices(width, (taps - 1) / 2);
  const rows = reflectedIndices(height, (taps - 1) / 2);
  const [planes, out, weightsAt, columnsAt, rowsAt, padded, across] = reserve(
    data.byteLength,
    data.byteLength,
    weights.byteLength,
    columns.byteLength,
    rows.byteLength,
    8 * columns.length,
    8 * taps * (width + 3),
  );
  float32At(planes, data.length).set(data);
  float64At(weightsAt, taps).set(weights);
  int32At(columnsAt, columns.length).set(columns);
  int32At(rowsAt, rows.length).set(rows);
  const { convolvePlane } = kernelProgram();
  for (let c = 0; c < CHANNELS; c++) {
    const offset = 4 * c * area;
    convolvePlane(
      planes + offset,
      out + offset,
      width,
      height,
      weightsAt,
      taps,
      columnsAt,
      rowsAt,
      padded,
      across,
    );
  }
  return float32At(out, data.length).slice();
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
 */
export function smoothPlanes({ width, height, data }: Planes<Float32Array>): Float32Array {
  const [planes, out] = reserve(data.byteLength, data.byteLength);
  float32At(planes, data.length).set(data);
  float32At(out, data.length).set(data);
  const { smoothPlane } = kernelProgram();
  for (let c = 0; c < CHANNELS; c++) {
    const offset = 4 * c * width * height;
    smoothPlane(planes + offset, out + offset, width, height);
  }
  return float32At(out, data.length).slice();
}
