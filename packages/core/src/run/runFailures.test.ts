import { describe, expect, it } from "vitest";
import { ImageDecodeError } from "../errors.js";
import type { ImageSource } from "./ports.js";
import { bits, images, memoryStore, model, run, specOf } from "./testing/sampleAnalysis.js";

describe("bad input", () => {
  it("names the image that cannot be decoded", async () => {
    const broken: ImageSource = {
      entries: images.entries,
      read: async (index) => (await images.read(index)).slice(0, 300),
    };
    const failed = run({ spec: specOf(), images: broken });
    await expect(failed).rejects.toMatchObject({ code: new ImageDecodeError("").code });
    await expect(failed).rejects.toThrow(/(train|valid)\/[a-z-]+\/\d+\.png/);
  });

  it("says which image could not be read and why", async () => {
    const unreadable: ImageSource = {
      entries: images.entries,
      read: async () => {
        throw new Error("the disk is gone");
      },
    };
    await expect(run({ spec: specOf(), images: unreadable })).rejects.toThrow(
      /The image .*\.png could not be read: the disk is gone/,
    );
  });

  it("keeps what was done before a failure, and goes on once its cause is gone", async () => {
    const spec = specOf({ factors: ["hue"], secondOrder: false });
    const store = memoryStore();
    let reads = 0;
    const failing: ImageSource = {
      entries: images.entries,
      // Eight are looked at first, the pilot reads about 30 images, each block a few more.
      read: (index) => (++reads > 53 ? Promise.reject(new Error("the disk is gone")) : images.read(index)),
    };
    await expect(run({ spec, images: failing, stateStore: store })).rejects.toThrow("the disk is gone");
    let first = 0;
    const resumed = await run({
      spec,
      stateStore: store,
      onProgress: (progress) => {
        first ||= progress.evaluationsDone;
      },
    });
    expect(first).toBeGreaterThan(5);
    expect(bits(resumed)).toBe(bits(await run({ spec })));
  });

  it("stops at a network that gives NaN, naming checkpoint, unit and sample", async () => {
    const poisoned = Uint8Array.from(model);
    // The bias of the last layer stands as raw float32 in the file; a NaN in it makes one logit NaN.
    const bias = findInitialiser(poisoned, "fc.bias");
    new DataView(poisoned.buffer).setFloat32(bias + 4 * 3, Number.NaN, true);
    await expect(run({ spec: specOf(), model: poisoned })).rejects.toThrow(
      /activation of fc, channel 3, y 0, x 0 is NaN in base sample 0/,
    );
  });
});

/** Offset of the raw data of an initialiser of 10 floats: its name is followed by the tag and length of raw_data. */
function findInitialiser(bytes: Uint8Array, name: string): number {
  const buffer = Buffer.from(bytes.buffer);
  const marker = Buffer.concat([Buffer.from(name), Buffer.from([0x4a, 40])]);
  const at = buffer.indexOf(marker);
  if (at < 0) throw new Error(`${name} not found`);
  return at + marker.length;
}
