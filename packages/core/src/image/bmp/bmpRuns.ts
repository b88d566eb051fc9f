import { setImmediate } from "node:timers/promises";
import { CUT_OFF, UndecodableError } from "../picture.js";
import type { BmpHeader } from "./bmpHeader.js";

/** Runs between two turns of the event loop. */
const RUNS_AT_ONCE = 2 ** 16;
/** What follows a count of 0; larger numbers are counts of single pixels. */
const END_OF_ROW = 0;
const END = 1;
const JUMP = 2;

/**
 * Numbers of colours (H, W) of a BMP with runs, the first row of the file first. Pixels that are jumped over have the
 * first colour; what a run has beyond the end of a row is dropped, as Pillow does.
 *
 * @throws {UndecodableError} when the runs end early or leave the picture.
 */
export async function readRuns(bytes: Uint8Array, header: BmpHeader): Promise<Uint8Array> {
  const { width, height, bits, offset } = header;
  const colours = new Uint8Array(width * height);
  let at = offset;
  let x = 0;
  let y = 0;
  const next = () => {
    if (at >= bytes.length) throw new UndecodableError(CUT_OFF);
    return bytes[at++];
  };
  const put = (count: number, colourOf: (i: number) => number) => {
    if (y >= height) throw new UndecodableError("its runs go on after the last row");
    const end = Math.min(count, width - x);
    for (let i = 0; i < end; i++) colours[y * width + x + i] = colourOf(i);
    x += Math.max(0, end);
  };
  for (let done = 1; ; done++) {
    if (done % RUNS_AT_ONCE === 0) await setImmediate();
    const isFull = y === height || (y === height - 1 && x === width);
    // Some programs leave the mark of the end out.
    if (isFull && at >= bytes.length) return colours;
    const count = next();
    const value = next();
    if (count > 0) {
      put(count, bits === 8 ? () => value : (i) => (i % 2 === 0 ? value >> 4 : value & 15));
    } else if (value === END_OF_ROW) {
      x = 0;
      y++;
      if (y > height) throw new UndecodableError("its runs go on after the last row");
    } else if (value === END) {
      return colours;
    } else if (value === JUMP) {
      x += next();
      y += next();
      if (x > width || y > height) throw new UndecodableError("its runs jump out of the picture");
    } else {
      const size = Math.ceil((value * bits) / 8);
      const start = at;
      if (start + size > bytes.length) throw new UndecodableError(CUT_OFF);
      put(
        value,
        bits === 8
          ? (i) => bytes[start + i]
          : (i) => (i % 2 === 0 ? bytes[start + (i >> 1)] >> 4 : bytes[start + (i >> 1)] & 15),
      );
      at += size + (size % 2);
    }
  }
}
