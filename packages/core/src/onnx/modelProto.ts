import { OnnxFormatError } from "../errors.js";
import { guessFileKind } from "./fileKind.js";
import { MODEL_LIMITS } from "./limits.js";
import { WireReader, WireType } from "./wire.js";

/** Field numbers of ModelProto. */
export const ModelField = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  domain: 4,
  modelVersion: 5,
  docString: 6,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  trainingInfo: 20,
  functions: 25,
} as const;
/** Field numbers of OperatorSetIdProto, FunctionProto and TrainingInfoProto. */
export const OpsetField = { domain: 1, version: 2 } as const;
export const FunctionField = { name: 1, node: 7, domain: 10, attributeDefault: 11, overload: 13 } as const;
export const TrainingField = { initialisation: 1, algorithm: 2 } as const;

const FIELD_NAMES: Readonly<Record<number, string>> = {
  [ModelField.irVersion]: "the IR version",
  [ModelField.producerName]: "the producer's name",
  [ModelField.producerVersion]: "the producer's version",
  [ModelField.domain]: "the domain",
  [ModelField.modelVersion]: "the model version",
  [ModelField.docString]: "the description",
  [ModelField.graph]: "the graph",
  [ModelField.opsetImport]: "the list of operator sets",
  [ModelField.metadata]: "the metadata",
};

/** The fields of the file itself: where they end too early, the file is cut off. */
class FileReader extends WireReader {
  constructor(bytes: Uint8Array) {
    super(bytes, 0, bytes.length, "the file");
  }

  protected override ended(needed?: number): OnnxFormatError {
    const part = FIELD_NAMES[this.field] ?? "a field";
    const size = needed === undefined ? "" : ` of the ${needed} it needs`;
    return new OnnxFormatError(
      `The model file ends in the middle of ${part}: it has ${this.end} bytes${size}. It was probably not copied or uploaded to its end.`,
    );
  }
}

/**
 * The fields of a model's file, from the first.
 *
 * @throws {OnnxFormatError} when the bytes are empty, too many, or do not begin as a model does.
 */
export function readFileFields(bytes: Uint8Array): WireReader {
  if (bytes.length === 0) throw new OnnxFormatError("The model file is empty.");
  if (bytes.length > MODEL_LIMITS.fileBytes) {
    throw new OnnxFormatError(
      `The model file has ${bytes.length} bytes; an ONNX file holds at most ${MODEL_LIMITS.fileBytes}.`,
    );
  }
  const kind = guessFileKind(bytes);
  if (kind !== undefined) throw new OnnxFormatError(`The file is not an ONNX model: it looks like ${kind}.`);
  checkFirstField(bytes);
  return new FileReader(bytes);
}

/** A file whose very first field is none of ModelProto's is something else, not a damaged model. */
function checkFirstField(bytes: Uint8Array): void {
  const field = bytes[0] >> 3;
  const wireType = bytes[0] & 7;
  const isInteger = field === ModelField.irVersion || field === ModelField.modelVersion;
  const isKnown =
    FIELD_NAMES[field] !== undefined && wireType === (isInteger ? WireType.varint : WireType.bytes);
  // Two-byte tags: training information and functions, which no exporter writes first, and unknown fields.
  const isTwoByteTag = bytes[0] >= 0x80 && bytes[1] > 0 && bytes[1] < 0x80;
  if (!isKnown && !isTwoByteTag) {
    throw new OnnxFormatError("The file is not an ONNX model: it does not begin as one.");
  }
}
