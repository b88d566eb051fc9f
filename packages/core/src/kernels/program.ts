import { KERNELS_WASM } from "./generated/wasm.js";
import { type WasmModule, webAssembly } from "./webAssembly.js";

/** What `assembly/index.ts` exports; addresses and lengths as its functions state them. */
export interface KernelProgram {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  heapBase(): number;
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
    lines: number,
  ): void;
  smoothPlane(plane: number, out: number, width: number, height: number, lines: number): void;
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
  turnHue(image: number, out: number, area: number, shift: number): void;
  pixelsToFloats(pixels: number, out: number, n: number): void;
  floatsToPixels(values: number, out: number, n: number): void;
  truncateToLevels(values: number, out: number, n: number): void;
  mirrorRows(values: number, out: number, width: number, rows: number): void;
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
    groups: number,
  ): void;
  boxBlur(
    data: number,
    out: number,
    width: number,
    height: number,
    passes: number,
    radius: number,
    inner: number,
    outer: number,
    lines: number,
    planes: number,
  ): void;
}

let compiled: WasmModule | undefined;

/** The kernels with a memory of their own; compiled at the first call of a thread. They run one after another and keep nothing. */
export function createKernelProgram(): KernelProgram {
  compiled ??= new webAssembly.Module(Buffer.from(KERNELS_WASM, "base64"));
  return new webAssembly.Instance(compiled, {}).exports as KernelProgram;
}
