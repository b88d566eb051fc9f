import { readFile } from "node:fs/promises";
import { decodeImage } from "../../packages/core/src/image/decode.js";
import type { PixelImage } from "../../packages/core/src/image/pixelImage.js";

const ROOT = new URL("../reference/images/", import.meta.url);

/** Parameters of an operation by the names of the manifest. */
export type GoldenParameters = Readonly<Record<string, number>>;

/** A float32 (3, 64, 64) file and the place in the image that it was cut from. */
export interface GoldenCrop {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

interface GoldenStep {
  readonly op: string;
  readonly params: GoldenParameters;
}

interface GoldenOperation extends GoldenStep {
  readonly id: string;
  readonly exact: boolean;
  readonly through_uint8: boolean;
  readonly expected_u8: string;
  readonly mask?: string;
  readonly margin?: number;
  readonly box?: {
    readonly top: number;
    readonly left: number;
    readonly height: number;
    readonly width: number;
    readonly applied: boolean;
  };
}

/** tests/reference/images/manifest.json; see the README beside it. */
export interface GoldenManifest {
  readonly photos: readonly {
    readonly name: string;
    readonly source?: string;
    readonly preprocessed: string;
    readonly resized_size_wh: readonly [number, number];
    readonly crop_top: number;
    readonly crop_left: number;
  }[];
  readonly cases: readonly (GoldenOperation & {
    readonly photo: string;
    readonly f32_crop?: GoldenCrop & { readonly file: string };
    readonly rotated_nearest_before_crop?: string | null;
    readonly blurred_whole?: string;
  })[];
  readonly patch_inputs: readonly { readonly name: string; readonly file: string }[];
  readonly patch_cases: readonly (GoldenOperation & {
    readonly patch: string;
    readonly expected_f32?: string;
  })[];
  readonly chains: readonly {
    readonly id: string;
    readonly photo: string;
    readonly steps: readonly GoldenStep[];
    readonly expected_float_restored_u8: string;
  }[];
  readonly masks: readonly {
    readonly params: GoldenParameters;
    readonly width: number;
    readonly height: number;
    readonly runs_row_firstcol_lastcol: readonly (readonly [number, number, number])[];
  }[];
  readonly normalisation: {
    readonly mean: readonly number[];
    readonly std: readonly number[];
    readonly crop_64: GoldenCrop;
    readonly items: readonly {
      readonly photo: string;
      readonly kind: string;
      readonly crop_f32: string;
      readonly min: readonly number[];
      readonly max: readonly number[];
    }[];
  };
}

export async function readManifest(): Promise<GoldenManifest> {
  return JSON.parse(await readFile(new URL("manifest.json", ROOT), "utf8")) as GoldenManifest;
}

/** A PNG of the reference; grey masks come as three equal channels. */
export async function readPixels(file: string): Promise<PixelImage> {
  return decodeImage(await readFile(new URL(file, ROOT)), file);
}

/** A file of little-endian float32 values. */
export async function readFloats(file: string): Promise<Float32Array> {
  const bytes = await readFile(new URL(file, ROOT));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

/** How far two equally long arrays are apart: the largest difference, and the share of the values that differ at all. */
export function difference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): { max: number; share: number } {
  if (actual.length !== expected.length) {
    throw new Error(`Arrays of ${actual.length} and ${expected.length} values cannot be compared.`);
  }
  let max = 0;
  let off = 0;
  for (let at = 0; at < actual.length; at++) {
    const distance = Math.abs(actual[at] - expected[at]);
    // Not `distance > max`: NaN must count as infinitely far.
    if (!(distance <= max)) max = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
    if (distance !== 0) off++;
  }
  return { max, share: off / actual.length };
}

/** The values of an image (3, H, W) of the given width within a crop, as (3, height, width). */
export function cropValues(
  data: Float32Array,
  size: { width: number; height: number },
  crop: GoldenCrop,
): Float32Array {
  const values: number[] = [];
  for (let c = 0; c < 3; c++) {
    for (let y = crop.top; y < crop.top + crop.height; y++) {
      const from = (c * size.height + y) * size.width + crop.left;
      values.push(...data.subarray(from, from + crop.width));
    }
  }
  return Float32Array.from(values);
}
