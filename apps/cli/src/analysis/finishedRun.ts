import { existsSync } from "node:fs";
import { FileError } from "@unitscope/core";
import {
  differenceOfImages,
  type ImageSetIdentity,
  RunFileReader,
  type RunOrigin,
  type RunSpec,
} from "@unitscope/core/commandLine";
import { type RunOutcome, storedOutcome } from "./runOutcome.js";

const REMEDY = "give --overwrite to replace it, or choose another --out";

/**
 * The outcome of the run in a file, when it is the run that is asked for. Undefined when there is no file, or it holds a
 * smaller run of the same design, which the new one takes the place of.
 *
 * @throws {FileError} when the file holds anything else.
 */
export async function finishedRun(
  file: string,
  spec: RunSpec,
  origin: RunOrigin,
  images: ImageSetIdentity,
): Promise<RunOutcome | undefined> {
  if (!existsSync(file)) return undefined;
  const run = await RunFileReader.open(file).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
    throw new FileError(`${error.message.replace(/\.$/, "")}; ${REMEDY}.`, error);
  });
  try {
    const difference =
      run.origin.modelSha256 === origin.modelSha256
        ? differenceOfImages(images, run.origin.imagesDigest)
        : "another network";
    if (difference !== null) throw new FileError(`"${file}" holds a run of ${difference}; ${REMEDY}.`);
    if (sizeless(run.spec) !== sizeless(spec)) {
      throw new FileError(`"${file}" holds a run of another design; ${REMEDY}.`);
    }
    const [stored, asked] = [sizeOf(run.spec), sizeOf(spec)];
    if (stored > asked) {
      const what = spec.nested === null ? "base samples" : "permutations";
      throw new FileError(
        `"${file}" holds this run with ${stored} ${what}, more than the ${asked} asked for; ${REMEDY}.`,
      );
    }
    return JSON.stringify(run.spec) === JSON.stringify(spec) ? storedOutcome(run) : undefined;
  } finally {
    run.close();
  }
}

/** The design without how much of it is evaluated. */
function sizeless(spec: RunSpec): string {
  const nested = spec.nested && { ...spec.nested, permutations: 0 };
  return JSON.stringify({ ...spec, baseSamples: 0, blockSize: 0, targetHalfWidth: 0, nested });
}

/** What grows when a run is extended: permutations of a nested run, base samples of any other. */
function sizeOf({ nested, baseSamples }: RunSpec): number {
  return nested?.permutations ?? baseSamples;
}
