import { describe, expect, it } from "vitest";
import { encodePng } from "../image/encode.js";
import { createImage } from "../image/image.js";
import { type InputReading, networkInputFault, networkInputText, requireMeantInput } from "./networkInput.js";
import { observeInput } from "./observeInput.js";
import type { ImageSource } from "./ports.js";
import { find, images, run, specOf } from "./testing/sampleAnalysis.js";

const UNIT = { resize: 2, crop: 2, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" } as const;
const PLAIN: InputReading = { segment: null, preprocessing: UNIT, minMax: false };

/** Images of 2 x 2 pixels: each of one colour, but for the value in its corner when there is one. */
async function imagesOf(
  ...colours: readonly { rgb: readonly number[]; corner?: number; classIndex?: number }[]
): Promise<ImageSource & { readonly read: (index: number) => Promise<Uint8Array> }> {
  const files = await Promise.all(
    colours.map(({ rgb, corner }) => {
      const data = Float32Array.from(rgb.flatMap((value) => [corner ?? value, value, value, value]));
      return encodePng(createImage(2, 2, data));
    }),
  );
  return {
    entries: colours.map(({ classIndex = 0 }, i) => ({ partition: 0, classIndex, name: `${i}.png` })),
    read: async (index) => files[index],
  };
}

function segmentOf(channel: "H" | "S" | "V"): NonNullable<InputReading["segment"]> {
  return { from: null, to: "layer1", channel, fromTensor: null, toTensor: "t", channels: 3 };
}

describe("what the network will see", () => {
  it("is told by channel of the tensor, in its order and on its scale", async () => {
    const set = await imagesOf({ rgb: [1, 0.2, 0] }, { rgb: [0, 0.2, 0.4], corner: 0.6 });
    const preprocessing = { ...UNIT, mean: [0, 0, 0.5], std: [1, 1, 0.5], channelOrder: "BGR" } as const;
    const input = await observeInput(set, { ...PLAIN, preprocessing }, 16);
    expect(input.images).toBe(2);
    // Blue: 0 0 0 0 0.6 0.4 0.4 0.4; green: 0.2 but one 0.6; red, less 0.5, by 0.5: 1 1 1 1 0.2 -1 -1 -1.
    expect(input.channels.map(({ name }) => name)).toEqual(["B", "G", "R"]);
    const [blue, green, red] = input.channels;
    expect(blue).toMatchObject({
      least: 0,
      greatest: expect.closeTo(0.6, 6),
      mean: expect.closeTo(1.8 / 8, 6),
    });
    expect(green).toMatchObject({ least: expect.closeTo(0.2, 6), mean: expect.closeTo(2 / 8, 6) });
    expect(red).toMatchObject({ least: -1, greatest: 1, mean: expect.closeTo(1.2 / 8, 6) });
    expect(input).toMatchObject({ least: -1, greatest: 1, mean: expect.closeTo(5 / 24, 6) });
  });

  it("is of the stretched image with min-max", async () => {
    const set = await imagesOf({ rgb: [0.4, 0.4, 0.4], corner: 0.6 });
    const input = await observeInput(set, { ...PLAIN, minMax: true }, 16);
    expect(input).toMatchObject({ least: 0, greatest: 1, mean: 0.25 });
  });

  it("is the one channel that a segment is fed with", async () => {
    const set = await imagesOf({ rgb: [1, 0, 0] }, { rgb: [0, 0.5, 0] });
    const input = await observeInput(set, { ...PLAIN, segment: segmentOf("V") }, 16);
    expect(input.channels).toEqual([
      { name: "value", least: expect.closeTo(0.5, 2), greatest: 1, mean: expect.closeTo(0.75, 2) },
    ]);
    expect(networkInputText(input)).toMatch(
      /^The network will see value from 0\.50\d* to 1\.0+, mean 0\.75\d*, over 2 images\.$/,
    );
  });

  it("comes from images spread over the classes, each read once", async () => {
    const read: number[] = [];
    const spread = async (classes: readonly number[], most: number) => {
      const set = await imagesOf(...classes.map((classIndex) => ({ rgb: [0, 0, 0], classIndex })));
      read.length = 0;
      const recorded = (index: number) => {
        read.push(index);
        return set.read(index);
      };
      await observeInput({ ...set, read: recorded }, PLAIN, most);
      return [...read];
    };
    expect(await spread([0, 0, 0, 1, 2, 2], 4)).toEqual([0, 3, 4, 1]);
    expect(await spread([0, 0, 1], 16)).toEqual([0, 2, 1]);
    expect(await spread([0, 1, 2, 3, 4, 5], 3)).toEqual([0, 2, 4]);
  });

  it("is one line for people, with as many digits as the range asks for", () => {
    const channels = ["R", "G", "B"].map((name, i) => ({
      name,
      least: 0,
      greatest: 1,
      mean: 0.05 - 0.02 * i,
    }));
    const input = { images: 16, least: -2.1179, greatest: 2.64, mean: 0.0301, channels };
    expect(networkInputText(input)).toBe(
      "The network will see values from -2.12 to 2.64, mean 0.03 (R 0.05, G 0.03, B 0.01), over 16 images.",
    );
    expect(networkInputText({ ...input, images: 1, least: -123.7, greatest: 151.1, mean: -0.2 })).toBe(
      "The network will see values from -124 to 151, mean 0 (R 0, G 0, B 0), over 1 image.",
    );
    expect(networkInputText({ ...input, least: 0.01, greatest: 0.03 })).toContain("from 0.0100 to 0.0300");
  });

  it("names an image that cannot be read", async () => {
    const set = await imagesOf({ rgb: [0, 0, 0] });
    const gone = { ...set, read: () => Promise.reject(new Error("the disk is gone")) };
    await expect(observeInput(gone, PLAIN, 16)).rejects.toThrow(
      "The image 0.png could not be read: the disk is gone",
    );
  });
});

describe("constant input", () => {
  const fault = async (set: ImageSource, reading: Partial<InputReading> = {}) =>
    networkInputFault(await observeInput(set, { ...PLAIN, ...reading }, 16), { ...PLAIN, ...reading });

  it("is refused", async () => {
    const blue = await imagesOf({ rgb: [0, 0, 1] }, { rgb: [0, 0, 1] });
    expect(await fault(blue)).toMatch(
      /same value everywhere \(R 0\.0000, G 0\.0000, B 1\.0000\) over 2 images.*Give images that differ/,
    );
    const input = await observeInput(blue, PLAIN, 16);
    expect(() => requireMeantInput(input, PLAIN)).toThrow(
      expect.objectContaining({ field: "preprocessing" }),
    );
  });

  it("is what min-max makes of images of one colour each, though they differ", async () => {
    const plain = await imagesOf({ rgb: [0, 0, 1] }, { rgb: [1, 0.5, 0] });
    expect(await fault(plain)).toBeNull();
    expect(await fault(plain, { minMax: true })).toContain("minMax false");
  });

  it("is hue and saturation of grey images, not their value", async () => {
    const grey = await imagesOf({ rgb: [0.2, 0.2, 0.2] }, { rgb: [0.8, 0.8, 0.8] });
    expect(await fault(grey)).toBeNull();
    expect(await fault(grey, { segment: segmentOf("H") })).toContain("feed the segment with value");
    expect(await fault(grey, { segment: segmentOf("S") })).toContain("feed the segment with value");
    expect(await fault(grey, { segment: segmentOf("V") })).toBeNull();
  });

  it("is not a channel that is empty, as of pictures with one stain", async () => {
    expect(await fault(await imagesOf({ rgb: [0, 0.2, 0] }, { rgb: [0, 0.4, 0] }))).toBeNull();
    expect(await fault(await imagesOf({ rgb: [0, 0.2, 0], corner: 0 }))).toBeNull();
  });
});

describe("a run", () => {
  it("tells what its network sees before the first evaluation, and keeps it", async () => {
    const events: string[] = [];
    const spec = specOf({ factors: ["hue"], baseSamples: 2, secondOrder: false, minMax: false });
    const result = await run({
      spec,
      onNetworkInput: (input) => events.push(networkInputText(input)),
      onProgress: () => events.push("progress"),
    });
    const { networkInput } = result.provenance;
    expect(networkInput?.images).toBe(8);
    expect(events[0]).toMatch(
      /^The network will see values from -\d\.\d\d to \d\.\d\d, mean .* \(R .*, G .*, B .*\), over 8 images\.$/,
    );
    expect(events.indexOf("progress")).toBeGreaterThan(0);
    expect(events.filter((event) => event === events[0])).toHaveLength(1);
    expect(find(result, "fc", "ST", "hue").values.length).toBe(10);
  });

  it("of images that are all alike and flat does not start", async () => {
    const [png] = await Promise.all([encodePng(createImage(4, 4))]);
    const black = { entries: images.entries, read: async () => png };
    const events: string[] = [];
    const failed = run({ spec: specOf(), images: black, onProgress: () => events.push("progress") });
    await expect(failed).rejects.toMatchObject({ code: "RUN_SPEC", field: "preprocessing" });
    expect(events).toEqual([]);
  });
});
