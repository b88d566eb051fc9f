import { KERNELS_WASM } from "./generated/wasm.js";

/** What `assembly/index.ts` exports; addresses and lengths as its functions state them. */
export interface KernelProgram {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): number;
  shiftRow32(row: number, pilot: number, shifted: number, counts: number, n: number): void;
  shiftRow64(row: number, pilot: number, shifted: number, counts: number, n: number): void;
  addCounts(counts: number, sums: number, n: number): void;
  addSobolTile(
    rows: number,
    products: number,
    sums: number,
    width: number,
    n: number,
    samples: number,
    factors: number,
    secondOrder: number,
  ): void;
  addTrajectoryTile(
    rows: number,
    pilot: number,
    order: number,
    sums: number,
    width: number,
    n: number,
    factors: number,
  ): void;
  convolvePlane(
    plane: number,
    out: number,
    width: number,
    height: number,
    weights: number,
    taps: number,
    columns: number,
    rows: number,
    padded: number,
    across: number,
  ): void;
  smoothPlane(plane: number, out: number, width: number, height: number): void;
  lumaOf(image: number, luma: number, area: number): void;
  meanOf(values: number, n: number): number;
  blendValues(
    values: number,
    other: number,
    out: number,
    n: number,
    weight: number,
    otherWeight: number,
  ): void;
  blendConstant(
    values: number,
    other: number,
    out: number,
    n: number,
    weight: number,
    otherWeight: number,
  ): void;
  turnHue(image: number, out: number, plane: number, shift: number): void;
  pixelsToFloats(pixels: number, out: number, n: number): void;
  floatsToPixels(values: number, out: number, n: number): void;
  rangeOf(values: number, n: number, out: number): void;
  scaleValues(
    values: number,
    out: number,
    n: number,
    low: number,
    range: number,
    mean: number,
    std: number,
  ): void;
  rotatePixels(
    pixels: number,
    out: number,
    width: number,
    height: number,
    outWidth: number,
    outHeight: number,
    left: number,
    top: number,
    startX: number,
    startY: number,
    cos: number,
    sin: number,
    minusSin: number,
  ): void;
  enlargePlane(
    plane: number,
    out: number,
    width: number,
    outWidth: number,
    outHeight: number,
    firstColumns: number,
    secondColumns: number,
    columnWeights: number,
    firstRows: number,
    secondRows: number,
    rowWeights: number,
    lines: number,
  ): void;
  boxBlur(
    data: number,
    width: number,
    height: number,
    passes: number,
    radius: number,
    inner: number,
    outer: number,
    line: number,
  ): void;
}

const PAGE_BYTES = 65_536;
/** Kernels read and write whole vectors, so a little past the end of an array. */
const SLACK_BYTES = 64;

let loaded: KernelProgram | undefined;

/** The kernels of this thread, compiled at the first call. They run one after another and keep nothing. */
export function kernelProgram(): KernelProgram {
  if (!loaded) {
    const module = new WebAssembly.Module(Buffer.from(KERNELS_WASM, "base64"));
    loaded = new WebAssembly.Instance(module, {}).exports as KernelProgram;
  }
  return loaded;
}

/**
 * Room for arrays of these lengths, until the next call: whatever an earlier call was given is lost.
 *
 * @returns their addresses, multiples of 16. Views of the memory are to be made after this call, which may replace it.
 */
export function reserve<const L extends readonly number[]>(...byteLengths: L): { [K in keyof L]: number } {
  const { memory, heapBase } = kernelProgram();
  let end = heapBase();
  const addresses = byteLengths.map((length) => {
    const address = (end + 15) & ~15;
    end = address + length + SLACK_BYTES;
    return address;
  });
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  return addresses as { [K in keyof L]: number };
}

/** (length) float32 values of the kernels' memory from `address` on. */
export function float32At(address: number, length: number): Float32Array {
  return new Float32Array(kernelProgram().memory.buffer, address, length);
}

/** (length) float64 values of the kernels' memory from `address` on. */
export function float64At(address: number, length: number): Float64Array {
  return new Float64Array(kernelProgram().memory.buffer, address, length);
}

/** (length) int32 values of the kernels' memory from `address` on. */
export function int32At(address: number, length: number): Int32Array {
  return new Int32Array(kernelProgram().memory.buffer, address, length);
}

/** (length) bytes of the kernels' memory from `address` on. */
export function bytesAt(address: number, length: number): Uint8Array {
  return new Uint8Array(kernelProgram().memory.buffer, address, length);
}
