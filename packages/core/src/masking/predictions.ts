import { NonFiniteActivationError, ShapeError } from "../errors.js";

/** Classes kept of every prediction, where there are as many. */
export const KEPT_CLASSES = 5;

const MAX_CLASSES = 2 ** 16;

/** The most probable classes of every input: enough for every table, without another pass through the network. */
export interface Predictions {
  /** Images; all draws of one image stand together. */
  readonly images: number;
  /** Inputs an image: draws of the augmentation's parameters; 1 for images as they are. */
  readonly draws: number;
  /** Classes kept an input. */
  readonly width: number;
  /** Classes of the network. */
  readonly classes: number;
  /** (images * draws * width) class numbers, the most probable first. */
  readonly ids: Uint16Array;
}

/**
 * The classes of the largest values, row by row. Equal values go to the smaller class number: float32 probabilities tie
 * now and then, so a network's logits are the better choice.
 *
 * @param logits (N, K) or probabilities; the order is the same.
 * @param classes K, 1 to 65,536.
 * @returns (N, min(width, K)) class numbers, the largest value first.
 * @throws {ShapeError} when the length is no multiple of K, or K is out of range.
 * @throws {NonFiniteActivationError} for a NaN, which has no rank.
 */
export function topClasses(logits: ArrayLike<number>, classes: number, width = KEPT_CLASSES): Uint16Array {
  if (!Number.isInteger(classes) || classes < 1 || classes > MAX_CLASSES) {
    throw new ShapeError(`A prediction is among 1 to ${MAX_CLASSES} classes, not ${classes}.`);
  }
  if (logits.length % classes !== 0) {
    throw new ShapeError(`${logits.length} logits are no whole number of rows of ${classes} classes.`);
  }
  const kept = Math.min(width, classes);
  const rows = logits.length / classes;
  const ids = new Uint16Array(rows * kept);
  for (let row = 0; row < rows; row++) writeTop(logits, row * classes, classes, ids, row * kept, kept);
  return ids;
}

/**
 * Puts batches of predictions together.
 *
 * @param ids (images * draws * min(5, classes)) as `topClasses` gives them, draws of an image side by side.
 * @throws {ShapeError} when the ids are no whole number of images, or name a class that the network does not have.
 */
export function predictionsOf(ids: Uint16Array, classes: number, draws = 1): Predictions {
  const width = Math.min(KEPT_CLASSES, classes);
  const images = ids.length / (draws * width);
  if (!Number.isInteger(images)) {
    throw new ShapeError(
      `${ids.length} class numbers are no whole images of ${draws} draws, ${width} classes each.`,
    );
  }
  const stray = ids.find((id) => id >= classes);
  if (stray !== undefined) {
    throw new ShapeError(`A prediction names class ${stray}; the network has ${classes} classes, from 0.`);
  }
  return { images, draws, width, classes, ids };
}

/** Class numbers as little-endian 16-bit bytes, the same on every machine. */
export function predictionBytes({ ids }: Pick<Predictions, "ids">): Uint8Array {
  const bytes = new Uint8Array(ids.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [i, id] of ids.entries()) view.setUint16(2 * i, id, true);
  return bytes;
}

/**
 * Predictions from what `predictionBytes` gave.
 *
 * @throws {ShapeError} as `predictionsOf`, and when the bytes are no whole numbers.
 */
export function predictionsFromBytes(bytes: Uint8Array, classes: number, draws = 1): Predictions {
  if (bytes.length % 2 !== 0) {
    throw new ShapeError(`Stored predictions are 16-bit numbers, but there are ${bytes.length} bytes.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ids = Uint16Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, true));
  return predictionsOf(ids, classes, draws);
}

/** Insertion into the few kept places; a later equal value stays behind, so the smaller class number wins. */
function writeTop(
  logits: ArrayLike<number>,
  start: number,
  classes: number,
  ids: Uint16Array,
  at: number,
  width: number,
): void {
  let filled = 0;
  for (let id = 0; id < classes; id++) {
    const value = logits[start + id];
    if (Number.isNaN(value)) {
      throw new NonFiniteActivationError(
        `The logit of class ${id} is NaN in row ${start / classes}; it has no rank among the classes.`,
      );
    }
    let place = filled;
    while (place > 0 && logits[start + ids[at + place - 1]] < value) place--;
    if (place >= width) continue;
    filled = Math.min(width, filled + 1);
    ids.copyWithin(at + place + 1, at + place, at + filled - 1);
    ids[at + place] = id;
  }
}
