import { describe, expect, it } from "vitest";
import { INPUT_TWIN_VALUES, inputTwin, type TwinInput } from "../../../../tests/golden/inputTwins.js";
import { createImage } from "../image/image.js";
import { writeInput } from "../image/normalise.js";
import { imageNetwork } from "../onnx/imageNetwork.js";
import { readModel } from "../onnx/model.js";
import { openInstrumentedSession } from "./instrumentedSession.js";
import { openMaskedNetwork } from "./maskedNetwork.js";
import { probeNetwork } from "./probeNetwork.js";

const IMAGES = 3;
const UNIT = { mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" } as const;
const BYTES = { ...UNIT, std: [1 / 255, 1 / 255, 1 / 255] };
const LUMA = { mean: [0], std: [1], channelOrder: "RGB" } as const;

/** Images of noise as a network is given them. */
function batchOf(
  height: number,
  width: number,
  scaling: typeof UNIT | typeof BYTES | typeof LUMA,
): Float32Array {
  const length = scaling.mean.length * height * width;
  const batch = new Float32Array(IMAGES * length);
  for (let i = 0; i < IMAGES; i++) {
    const data = Float32Array.from(
      { length: 3 * height * width },
      (_, at) => (Math.sin(at * (i + 1.3)) + 1) / 2,
    );
    writeInput(createImage(width, height, data), scaling, batch, i * length);
  }
  return batch;
}

interface Answers {
  readonly values: ReadonlyMap<string, Float32Array>;
  readonly masked: Float32Array;
  readonly probed: ReadonlyMap<string, readonly number[]>;
}

/** Everything that a network can be asked for. */
async function answersOf(
  form: TwinInput,
  scaling: typeof UNIT | typeof BYTES | typeof LUMA,
  [height, width]: readonly number[] = [16, 16],
): Promise<Answers> {
  const model = imageNetwork(readModel(inputTwin(form)), { height, width });
  const batch = batchOf(height, width, scaling);
  const { shapes, oneAtATime } = await probeNetwork(model);
  expect(oneAtATime).toBeNull();
  const session = await openInstrumentedSession(model, INPUT_TWIN_VALUES);
  const values = await session.run(batch, IMAGES);
  await session.close();
  const shape = shapes.get("relu1") as readonly number[];
  const mask = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, unit) => (unit * 0.37) % 1.5);
  const network = await openMaskedNetwork(model, { maskShapes: new Map([["relu1", shape]]), output: "y" });
  expect(network.isSplit).toBe(true);
  const masked: Float32Array[] = [];
  for await (const answer of network.predict(batch, IMAGES, [new Map([["relu1", mask]])]))
    masked.push(answer);
  await network.close();
  const probed = new Map(INPUT_TWIN_VALUES.map((name) => [name, shapes.get(name) as readonly number[]]));
  return { values, masked: masked[0], probed };
}

/** @param share of the largest value of a tensor */
function expectClose(found: Answers, expected: Answers, share: number): void {
  expect(found.probed).toEqual(expected.probed);
  for (const name of INPUT_TWIN_VALUES) {
    const [a, b] = [found.values.get(name), expected.values.get(name)] as [Float32Array, Float32Array];
    const most = share * b.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    expect(a.length).toBe(b.length);
    expect(b.every((value, at) => Math.abs(value - a[at]) <= most)).toBe(true);
  }
  const most = share * expected.masked.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  expect(expected.masked.every((value, at) => Math.abs(value - found.masked[at]) <= most)).toBe(true);
}

describe("a network and its twin give the same", () => {
  it("with the channels last, bit for bit", async () => {
    for (const [height, width] of [
      [16, 16],
      [16, 24],
    ]) {
      const first = await answersOf({ height, width }, UNIT, [height, width]);
      expect(first.probed.get("relu1")).toEqual([4, height, width]);
      expect(await answersOf({ layout: "NHWC", height, width }, UNIT, [height, width])).toEqual(first);
    }
  });

  it("with the size left open, bit for bit, at every size", async () => {
    for (const sides of [
      [16, 16],
      [24, 16],
      [9, 31],
    ]) {
      const [height, width] = sides;
      const fixed = await answersOf({ height, width }, UNIT, sides);
      expect(await answersOf({ height: "h", width: "w" }, UNIT, sides)).toEqual(fixed);
      expect(await answersOf({ layout: "NHWC", height: "h", width: "w" }, UNIT, sides)).toEqual(fixed);
    }
  });

  it("with uint8 or numbers that it rounds to levels itself, bit for bit", async () => {
    const rounded = await answersOf({ kind: "rounded" }, BYTES);
    expect(await answersOf({ kind: "levels" }, BYTES)).toEqual(rounded);
    expect(await answersOf({ kind: "levels", layout: "NHWC" }, BYTES)).toEqual(rounded);
  });

  it("with luminance made before or in its first convolution, within rounding", async () => {
    const grey = await answersOf({ kind: "grey" }, LUMA);
    expectClose(grey, await answersOf({ kind: "luma" }, UNIT), 1e-5);
    expect(await answersOf({ kind: "grey", layout: "NHWC" }, LUMA)).toEqual(grey);
  });
});
