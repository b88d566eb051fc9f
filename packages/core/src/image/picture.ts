import { setImmediate } from "node:timers/promises";

/** A decoded picture as files hold it: 8 bits a value, (H, W, channels). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 or 2: grey first. 3 or more: red, green and blue first. */
  readonly channels: number;
  readonly data: Uint8Array;
  /** Pages or frames of the file, of which this is the first. @default 1 */
  readonly pages?: number;
}

/** Why the bytes of a format are no picture, as the rest of a sentence: "it is cut off". */
export class UndecodableError extends Error {}

/** The reason of a file whose end is missing. */
export const CUT_OFF = "it is cut off";

/**
 * Reads the bytes of one format.
 *
 * @param checkSize told the size before memory is taken for it; throws when it is too large
 * @throws {UndecodableError} with the reason.
 */
export type PictureReader = (
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
) => Promise<Picture>;

/** Pixels between two turns of the event loop: a few milliseconds of work. */
const PIXELS_AT_ONCE = 2 ** 19;

/** Does a step for every row, and lets the event loop turn now and then: a server reads pictures, too. */
export async function byRows(width: number, height: number, step: (y: number) => void): Promise<void> {
  const rows = Math.max(1, Math.floor(PIXELS_AT_ONCE / Math.max(1, width)));
  for (let y = 0; y < height; y++) {
    step(y);
    if ((y + 1) % rows === 0) await setImmediate();
  }
}
