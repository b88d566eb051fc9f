import { ShapeError } from "../errors.js";
import type { ImageSize } from "../factor.js";
import { ownInputShape } from "../onnx/inputText.js";
import type { ModelSummary } from "../onnx/summary.js";
import type { RowReader } from "./numericArray.js";

/** Network inputs in an array: images one after another, or a single one. */
export interface GivenInputs {
  readonly count: number;
  readonly size: ImageSize;
  /** (count, C, H, W) of the images from `first` on. */
  read(first: number, count: number): Promise<Float32Array>;
}

/**
 * Checks that an array holds what a network takes, in the network's own order of axes, channels first or last.
 *
 * @throws {ShapeError} when its shape is not the network's.
 */
export function givenInputs(file: RowReader, summary: ModelSummary): GivenInputs {
  const isLast = summary.inputLayout === "NHWC";
  const [, ...wanted] = ownInputShape(summary);
  const { shape } = file;
  const isSingle = fits(shape, wanted);
  if (!isSingle && !(shape.length === 4 && fits(shape.slice(1), wanted) && file.rows > 0)) {
    const axes = wanted.map((axis) => (axis < 0 ? "?" : axis));
    throw new ShapeError(`"${file.file}" is [${shape}]; the network takes [N,${axes}].`);
  }
  const image = isSingle ? shape : shape.slice(1);
  const [rows = 0, columns = 0] = isLast ? image : image.slice(1);
  const size = { height: rows, width: columns };
  return {
    count: isSingle ? 1 : file.rows,
    size,
    async read(first, count) {
      const numbers = isSingle ? await file.read(0, file.rows) : await file.read(first, count);
      const values = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
      return isLast ? channelsFirst(values, count, rows * columns) : values;
    },
  };
}

function channelsFirst(values: Float32Array, count: number, area: number): Float32Array {
  const channels = values.length / (count * area);
  const ordered = new Float32Array(values.length);
  for (let i = 0; i < count; i++) {
    const start = i * channels * area;
    for (let p = 0; p < area; p++) {
      for (let c = 0; c < channels; c++)
        ordered[start + c * area + p] = values[start + p * channels + c] ?? 0;
    }
  }
  return ordered;
}

function fits(shape: readonly number[], wanted: readonly number[]): boolean {
  const isSide = (axis: number, i: number) => shape[i] === axis || (axis < 0 && shape[i] !== 0);
  return shape.length === wanted.length && wanted.every(isSide);
}
