import { existsSync } from "node:fs";
import { FileError } from "@unitscope/core";
import {
  differenceOfImages,
  differenceOfOrigins,
  type ImageSetIdentity,
  readStudyFile,
  type StoredStudy,
  type StudyOrigin,
  type StudySpec,
  testDigest,
} from "@unitscope/core/commandLine";

const REMEDY = "give --overwrite to replace it, or choose another --out";

/**
 * The predictions in a file, when they are those of the study asked for; undefined when there is no file.
 *
 * @throws {FileError} when the file holds anything else.
 */
export async function finishedStudy(
  file: string,
  spec: StudySpec,
  wanted: StudyOrigin,
  images: ImageSetIdentity,
): Promise<Uint8Array | undefined> {
  if (!existsSync(file)) return undefined;
  const study: StoredStudy = await readStudyFile(file).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(`${error.message.replace(/\.$/, "")}; ${REMEDY}.`, error);
  });
  const same =
    testDigest(study.spec) === testDigest(spec) &&
    differenceOfOrigins(study.origin, wanted.origin) === null &&
    study.testImagesDigest === wanted.testImagesDigest;
  if (same) return study.predictions;
  const difference = differenceOfImages(images, study.testImagesDigest);
  if (difference !== null) throw new FileError(`"${file}" holds a study on ${difference}; ${REMEDY}.`);
  throw new FileError(`"${file}" holds another study (other run or options); ${REMEDY}.`);
}
