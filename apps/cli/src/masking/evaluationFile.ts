import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { FileError } from "@unitscope/core";
import {
  differenceOfImages,
  differenceOfOrigins,
  type EvaluationSummary,
  type ImageSetIdentity,
  type MaskRecipe,
  type RunOrigin,
  readJson,
  type SkippedImages,
  writeWhole,
} from "@unitscope/core/commandLine";

/** Values of the fields `format` and `version`; docs/files.md describes the file. */
const EVALUATION_FORMAT = "unitscope-evaluation";
const EVALUATION_VERSION = 1;
const REMEDY = "give --overwrite to replace it, or choose another --out";

/** What an evaluation follows from: equal ones give equal numbers. */
export interface EvaluationOrigin {
  /** Of the run whose mask is tested. */
  readonly origin: RunOrigin;
  /** Digest of the test's design. */
  readonly testDigest: string;
  /** SHA-256 of all multipliers of the mask. */
  readonly maskSha256: string;
  /** Digest of the images tested on. */
  readonly testImagesDigest: string;
}

/** An evaluation as it is stored. */
export interface StoredEvaluation extends EvaluationOrigin {
  /** Version of the engine. */
  readonly engine: string;
  readonly mask: MaskRecipe;
  readonly spec: unknown;
  /** Bad images that were left out; not there when there were none. */
  readonly skippedImages?: SkippedImages;
  readonly result: EvaluationSummary;
}

export async function writeEvaluation(file: string, evaluation: StoredEvaluation): Promise<void> {
  const content = { format: EVALUATION_FORMAT, version: EVALUATION_VERSION, ...evaluation };
  await writeWhole(file, (temporary) => writeFile(temporary, `${JSON.stringify(content)}\n`));
}

/**
 * The result in a file, when it is that of the evaluation asked for; undefined when there is no file.
 *
 * @throws {FileError} when the file holds anything else.
 */
export async function finishedEvaluation(
  file: string,
  wanted: EvaluationOrigin,
  images: ImageSetIdentity,
): Promise<EvaluationSummary | undefined> {
  if (!existsSync(file)) return undefined;
  const content = (await readJson(file, "evaluation").catch(() => null)) as
    | (Partial<StoredEvaluation> & { format?: string; version?: number })
    | null;
  const isStored = content?.format === EVALUATION_FORMAT && content.version === EVALUATION_VERSION;
  if (!isStored || content.result === undefined) {
    throw new FileError(`"${file}" holds no evaluation; ${REMEDY}.`);
  }
  const same =
    content.testDigest === wanted.testDigest &&
    content.maskSha256 === wanted.maskSha256 &&
    content.testImagesDigest === wanted.testImagesDigest &&
    content.origin !== undefined &&
    differenceOfOrigins(content.origin, wanted.origin) === null;
  if (same) return content.result;
  const difference = differenceOfImages(images, content.testImagesDigest ?? "");
  if (difference !== null) throw new FileError(`"${file}" holds an evaluation on ${difference}; ${REMEDY}.`);
  throw new FileError(`"${file}" holds another evaluation (other mask, model or options); ${REMEDY}.`);
}
