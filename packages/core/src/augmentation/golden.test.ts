import { beforeAll, describe, expect, it } from "vitest";
import { AUGMENTATION_KEYS } from "../../../../tests/golden/augmentationKeys.js";
import {
  cropValues,
  difference,
  type GoldenManifest,
  type GoldenParameters,
  readFloats,
  readManifest,
  readPixels,
} from "../../../../tests/golden/images.js";
import { type Image, toFloatImage } from "../image/image.js";
import { roundToPixels } from "../image/pixelImage.js";
import { applyChain, type ChainStep } from "./chain.js";
import { augmentationByKey } from "./registry.js";

function stepOf({ op, params }: { op: string; params: GoldenParameters }): ChainStep {
  const augmentation = augmentationByKey(AUGMENTATION_KEYS[op]);
  const keys = augmentation.parameters({ width: 224, height: 224 }).map((parameter) => parameter.key);
  return { augmentation, parameters: keys.map((key) => params[key]) };
}

/**
 * 8-bit levels and share of the values that may be off: exact operations none; else one level in a thousandth of the
 * values, those that lie halfway between two levels and tip by torch's own order of additions.
 */
function tolerance({ exact }: { exact: boolean }) {
  return exact ? { max: 0, share: 0 } : { max: 1, share: 0.001 };
}

/** Convolutions add in another order, the mean luma is summed in float64: 2e-6; hue divides by small ranges: 1e-5. */
function floatTolerance(op: string): number {
  return op === "adjust_hue" ? 1e-5 : 2e-6;
}

async function readImage(file: string): Promise<Image> {
  const { data, width, height } = await readPixels(file);
  return toFloatImage(data, width, height);
}

const manifest: GoldenManifest = await readManifest();
const inputs = new Map<string, Image>();

beforeAll(async () => {
  for (const photo of manifest.photos) inputs.set(photo.name, await readImage(photo.preprocessed));
  for (const patch of manifest.patch_inputs) inputs.set(`patch ${patch.name}`, await readImage(patch.file));
});

function input(name: string): Image {
  const image = inputs.get(name);
  if (!image) throw new Error(`No input "${name}" in the reference.`);
  return image;
}

describe("one operation on a photo of 224x224", () => {
  it.each(manifest.cases)("$id", async (golden) => {
    const photo = input(golden.photo);
    const before = photo.data.slice();
    const result = applyChain(photo, [stepOf(golden)]);
    const { max, share } = difference(
      roundToPixels(result).data,
      (await readPixels(golden.expected_u8)).data,
    );
    const allowed = tolerance(golden);
    expect(max).toBeLessThanOrEqual(allowed.max);
    expect(share).toBeLessThanOrEqual(allowed.share);
    expect(difference(photo.data, before).max).toBe(0);
    if (golden.f32_crop) {
      const expected = await readFloats(golden.f32_crop.file);
      const actual = cropValues(result.data, result, golden.f32_crop);
      expect(difference(actual, expected).max).toBeLessThanOrEqual(floatTolerance(golden.op));
    }
  });
});

describe("one operation on a patch of 64x64, parameters at their edges", () => {
  it.each(manifest.patch_cases)("$id", async (golden) => {
    const result = applyChain(input(`patch ${golden.patch}`), [stepOf(golden)]);
    const { max, share } = difference(
      roundToPixels(result).data,
      (await readPixels(golden.expected_u8)).data,
    );
    const allowed = tolerance(golden);
    expect(max).toBeLessThanOrEqual(allowed.max);
    expect(share).toBeLessThanOrEqual(allowed.share);
    if (golden.expected_f32) {
      const expected = await readFloats(golden.expected_f32);
      expect(difference(result.data, expected).max).toBeLessThanOrEqual(floatTolerance(golden.op));
    }
  });
});

describe("chains, an 8-bit result divided by 255 before the next step", () => {
  it.each(manifest.chains)("$id", async (golden) => {
    const result = applyChain(input(golden.photo), golden.steps.map(stepOf));
    const expected = await readPixels(golden.expected_float_restored_u8);
    const { max, share } = difference(roundToPixels(result).data, expected.data);
    // Two levels: where a tie of the rotation tips by one, what follows may amplify it.
    expect(max).toBeLessThanOrEqual(2);
    expect(share).toBeLessThanOrEqual(0.001);
  });
});
