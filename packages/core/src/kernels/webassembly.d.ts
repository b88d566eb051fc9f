/** The part of WebAssembly that is used; the types of Node 20 leave it out. */
declare namespace WebAssembly {
  interface Memory {
    /** Replaced by a longer one when the memory grows. */
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB. @throws {RangeError} when there is no more memory. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, never>);
    readonly exports: unknown;
  }
}
