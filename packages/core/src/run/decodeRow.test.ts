import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleImageSet } from "../../../../tests/golden/sampleRun.js";
import { RowDecoder } from "./decodeRow.js";
import { type ModelOffer, type RunRequest, resolveRunSpec } from "./runSpec.js";

const images = sampleImageSet();
const model: ModelOffer = {
  oneAtATime: null,
  checkpoints: [{ name: "fc", tensor: "logits", shape: [10], suggested: true }],
  preprocessing: { resize: 64, crop: 64, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" },
};
const decoder = (request: RunRequest) =>
  new RowDecoder(
    resolveRunSpec({ factors: ["grayscaling", "hue", "hflip"], ...request }, model, images),
    images.entries,
  );

/** A row in the middle of every column, with some columns set by factor and parameter. */
function row(rows: RowDecoder, values: Record<string, number> = {}): Float64Array {
  const out = new Float64Array(rows.space.columns).fill(0.25);
  let column = 0;
  for (const { key, parameters } of rows.space.factors) {
    for (const parameter of parameters) out[column++] = values[`${key}.${parameter.key}`] ?? 0.25;
  }
  return out;
}

const keys = (rows: RowDecoder, values: Record<string, number>) =>
  rows.decode(row(rows, values), 0).chain.map((step) => step.augmentation.key);

describe("RowDecoder", () => {
  it("applies the augmentations in the row's order", () => {
    const rows = decoder({});
    expect(keys(rows, { "permutation.order": 0 })).toEqual(["grayscaling", "hue", "hflip"]);
    expect(keys(rows, { "permutation.order": 0.999 })).toEqual(["hflip", "hue", "grayscaling"]);
  });

  it("leaves out what is switched off or neutral", () => {
    const rows = decoder({});
    expect(keys(rows, { "permutation.order": 0, "hflip.on": 0.75 })).toEqual(["grayscaling", "hue"]);
    // hue runs from -0.5 to 0.5, so the middle turns nothing.
    expect(keys(rows, { "permutation.order": 0, "hue.factor": 0.5 })).toEqual(["grayscaling", "hflip"]);
  });

  it("chooses partition, class and image by the row alone", () => {
    const rows = decoder({});
    const chosen = (values: Record<string, number>) =>
      images.entries[rows.decode(row(rows, values), 0).imageIndex];
    expect(chosen({ "partition.partition": 0.1, "class.class": 0, "class.image": 0 })).toEqual(
      images.entries[0],
    );
    const last = chosen({ "partition.partition": 0.9, "class.class": 0.9999, "class.image": 0.9999 });
    expect(last).toEqual(images.entries[images.entries.length - 1]);
    expect(chosen({ "partition.partition": 0.6, "class.class": 0.35 })).toMatchObject({
      partition: 1,
      classIndex: 3,
    });
  });

  it("gives equal keys to rows that lead to the same input, and only to them", () => {
    const rows = decoder({ useSwitches: true });
    const columns = rows.space.columns;
    const value = fc.constantFrom(0, 0.1, 0.49, 0.51, 0.9);
    const arbitrary = fc.array(value, { minLength: columns, maxLength: columns });
    fc.assert(
      fc.property(arbitrary, arbitrary, (one, two) => {
        const [a, b] = [one, two].map((values) => rows.decode(Float64Array.from(values), 0));
        const same =
          a.imageIndex === b.imageIndex &&
          JSON.stringify(a.chain.map((s) => [s.augmentation.key, s.parameters])) ===
            JSON.stringify(b.chain.map((s) => [s.augmentation.key, s.parameters]));
        expect(a.key === b.key).toBe(same);
      }),
    );
  });

  it("redraws the image by row number when asked, and else ignores it", () => {
    const redraw = decoder({ image: "REDRAW" });
    const fixed = decoder({});
    const indices = (rows: RowDecoder) =>
      new Set(Array.from({ length: 40 }, (_, n) => rows.decode(row(rows), n).imageIndex));
    expect(indices(redraw).size).toBeGreaterThan(5);
    expect(indices(fixed).size).toBe(1);
    expect(redraw.decode(row(redraw), 7)).toEqual(redraw.decode(row(redraw), 7));
  });
});
