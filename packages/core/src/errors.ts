/** What went wrong, for machines. The message is for people: what was wrong, where, and what would be right. */
export type CoreErrorCode =
  | "SHAPE"
  | "DESIGN"
  | "ONNX_FORMAT"
  | "UNSUPPORTED_MODEL"
  | "IMAGE_DECODE"
  | "IMAGE_FOLDER"
  | "BAD_IMAGES"
  | "IMAGE_CHANGED"
  | "IMAGE_READ"
  | "RUN_SPEC"
  | "NON_FINITE"
  | "STATE_FORMAT"
  | "MAP_ANALYSIS"
  | "FILE"
  | "CANCELLED";

/** Base of every expected failure of the core. */
export class CoreError extends Error {
  readonly code: CoreErrorCode;
  /** Name of the argument at fault, where there is one. */
  readonly field: string | undefined;

  constructor(code: CoreErrorCode, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.field = options.field;
  }
}

/** An array has not the length its contract asks for. */
export class ShapeError extends CoreError {
  constructor(message: string) {
    super("SHAPE", message);
  }
}

/** A sampling design is impossible: no factors, a base sample that is not a number of points, and the like. */
export class DesignError extends CoreError {
  constructor(message: string, field?: string) {
    super("DESIGN", message, { field });
  }
}

/** The bytes are no readable ONNX model: truncated, not protobuf, external data. */
export class OnnxFormatError extends CoreError {
  constructor(message: string, cause?: unknown) {
    super("ONNX_FORMAT", message, { cause });
  }
}

/** A readable ONNX model that cannot be analysed; the message names the node, value or type. */
export class UnsupportedModelError extends CoreError {
  constructor(message: string, cause?: unknown) {
    super("UNSUPPORTED_MODEL", message, { cause });
  }
}

/** An image cannot be decoded; the message names the file. */
export class ImageDecodeError extends CoreError {
  /** @param fault what is wrong with it, as the rest of a sentence that begins with the image: "is empty" */
  constructor(
    message: string,
    cause?: unknown,
    readonly fault?: string,
  ) {
    super("IMAGE_DECODE", message, { cause });
  }
}

/** A folder or an archive of images cannot be used; the message names every problem that was found. */
export class ImageFolderError extends CoreError {
  constructor(
    message: string,
    readonly problems: readonly string[],
    cause?: unknown,
  ) {
    super("IMAGE_FOLDER", message, { cause });
  }
}

/** An image that cannot be used. */
export interface BadImage {
  /** Its path in the folder. */
  readonly name: string;
  /** What is wrong with it, as the rest of a sentence: "is empty". */
  readonly reason: string;
}

/** Some images of a folder or an archive are bad; the message names the first of them. */
export class BadImagesError extends CoreError {
  constructor(
    message: string,
    /** All of them. */
    readonly images: readonly BadImage[],
  ) {
    super("BAD_IMAGES", message);
  }
}

/** An image that was right when its set was read is gone now, or holds other bytes; the message names it. */
export class ImageChangedError extends CoreError {
  constructor(message: string, cause?: unknown) {
    super("IMAGE_CHANGED", message, { cause });
  }
}

/** The machine does not give an image's file: a failing disk, too many open files. The message names both. */
export class ImageReadError extends CoreError {
  constructor(message: string, cause?: unknown) {
    super("IMAGE_READ", message, { cause });
  }
}

/** A run is asked for with an impossible specification; `field` names the part at fault. */
export class RunSpecError extends CoreError {
  constructor(message: string, field?: string) {
    super("RUN_SPEC", message, { field });
  }
}

/** A network produced NaN or infinity; the message names checkpoint, unit and sample. */
export class NonFiniteActivationError extends CoreError {
  constructor(message: string) {
    super("NON_FINITE", message);
  }
}

/** Stored accumulator state does not belong to this design or is damaged. */
export class StateFormatError extends CoreError {
  constructor(message: string) {
    super("STATE_FORMAT", message);
  }
}

/** Index maps do not allow the analysis that is asked for; `field` names the argument at fault. */
export class MapAnalysisError extends CoreError {
  constructor(message: string, field: string) {
    super("MAP_ANALYSIS", message, { field });
  }
}

/** A file cannot be used; the message names the file, what is wrong with it and what would be right. */
export class FileError extends CoreError {
  constructor(message: string, cause?: unknown) {
    super("FILE", message, { cause });
  }
}

/** The caller's signal asked the work to stop. */
export class CancelledError extends CoreError {
  constructor(message = "The run was cancelled.") {
    super("CANCELLED", message);
  }
}

/** The words of an error without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
