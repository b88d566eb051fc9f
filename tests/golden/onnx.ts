import { readFileSync } from "node:fs";

const FOLDER = new URL("../reference/onnx/", import.meta.url);
const SAMPLES = new URL("../../samples/", import.meta.url);

/** A checkpoint of a golden network: ONNX value, shape for one image, activations of the four golden images. */
export interface GoldenCheckpoint {
  readonly name: string;
  readonly tensor: string;
  readonly shape: readonly number[];
  readonly file: string;
}

/** What a golden network computes when a mask multiplies one of its values. */
export interface GoldenMaskedRun {
  readonly tensor: string;
  readonly mask: string;
  readonly activations: readonly { readonly tensor: string; readonly file: string }[];
  /** One row an image. */
  readonly logits: readonly (readonly number[])[];
}

export interface GoldenNetwork {
  readonly file: string;
  readonly opset: number;
  readonly inputName: string;
  readonly outputName: string;
  readonly checkpoints: readonly GoldenCheckpoint[];
  readonly maskedRuns: readonly GoldenMaskedRun[];
}

/** The golden networks with their checkpoints. */
export const goldenNetworks: readonly GoldenNetwork[] = JSON.parse(
  readFileSync(new URL("manifest.json", FOLDER), "utf8"),
).models;

/** Bytes of a golden network. */
export function goldenModel(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, FOLDER)));
}

/** Numbers of a golden `.bin` file. */
export function goldenFloats(file: string): Float32Array {
  const bytes = new Uint8Array(readFileSync(new URL(file, FOLDER)));
  return new Float32Array(bytes.buffer, 0, bytes.byteLength / 4);
}

/** Bytes of a sample network. */
export function sampleModel(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, SAMPLES)));
}
