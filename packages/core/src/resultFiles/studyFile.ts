import { Dataset } from "h5wasm/node";
import { FileError } from "../errors.js";
import { createHdf5, openHdf5, textAttribute, writeBytes, writeNumbers } from "../files/hdf5.js";
import type { SkippedImages } from "../imageFolder/badImages.js";
import type { StudyResult } from "../study/studyResult.js";
import type { StudySpec } from "../study/testSpec.js";
import type { RunOrigin } from "./runFile.js";
import { writeSkipped } from "./skippedImages.js";

/** Values of the attributes `format` and `version`; docs/files.md describes the layout. */
const STUDY_FORMAT = "unitscope-study";
const STUDY_VERSION = 1;

/** What a study follows from. */
export interface StudyOrigin {
  /** Of the run whose masks are tested. */
  readonly origin: RunOrigin;
  /** Digest of the images tested on. */
  readonly testImagesDigest: string;
}

/** A finished study: every prediction, from which every table follows. */
export interface StoredStudy extends StudyOrigin {
  /** Version of the engine. */
  readonly engine: string;
  readonly spec: StudySpec;
  readonly predictions: Uint8Array;
}

/** Writes a study as HDF5: its predictions, and the tables that follow from them for other programs to read. */
export async function writeStudyFile(
  file: string,
  study: StoredStudy,
  result: StudyResult,
  skipped: SkippedImages,
): Promise<void> {
  const h5 = await createHdf5(file);
  h5.create_attribute("format", STUDY_FORMAT);
  h5.create_attribute("version", STUDY_VERSION, [], "<i");
  h5.create_attribute("spec", JSON.stringify(study.spec));
  h5.create_attribute("origin", JSON.stringify(study.origin));
  h5.create_attribute("test_images_digest", study.testImagesDigest);
  h5.create_attribute("engine", study.engine);
  writeSkipped(h5, skipped);
  writeBytes(h5, "predictions", study.predictions);
  const { vectors, configurations, correlation } = result;
  const accuracies = h5.create_group("accuracies", true);
  accuracies.create_attribute(
    "inputs",
    vectors.map(({ input }) => input),
  );
  accuracies.create_attribute(
    "mask_factors",
    vectors.map(({ maskFactor }) => maskFactor),
  );
  accuracies.create_attribute(
    "configurations",
    configurations.map(({ label }) => label),
  );
  const table = (name: string, rows: readonly (readonly number[])[]) =>
    writeNumbers(accuracies, name, [rows.length, configurations.length], Float64Array.from(rows.flat()));
  const column = (name: string, values: readonly number[]) =>
    writeNumbers(accuracies, name, [values.length], Float64Array.from(values));
  column(
    "unmasked_top1",
    vectors.map(({ unmaskedTop1 }) => unmaskedTop1),
  );
  column(
    "unmasked_top5",
    vectors.map(({ unmaskedTop5 }) => unmaskedTop5),
  );
  table(
    "top1",
    vectors.map(({ top1 }) => top1),
  );
  table(
    "half_widths",
    vectors.map(({ halfWidth }) => halfWidth),
  );
  table(
    "top5",
    vectors.map(({ top5 }) => top5),
  );
  table(
    "random_top1",
    vectors.map(({ randomTop1 }) => randomTop1),
  );
  table(
    "masked_minus_random",
    vectors.map(({ maskedMinusRandom }) => maskedMinusRandom.map(({ difference }) => difference)),
  );
  table(
    "masked_minus_random_half_widths",
    vectors.map(({ maskedMinusRandom }) => maskedMinusRandom.map(({ halfWidth }) => halfWidth)),
  );
  const collapsed = vectors.flatMap((vector) => vector.collapsed.map(Number));
  writeNumbers(accuracies, "collapsed", [vectors.length, configurations.length], Uint8Array.from(collapsed));
  const { rowLabels, columnLabels, rho } = correlation;
  if (rowLabels.length > 0) {
    const group = h5.create_group("correlation", true);
    group.create_attribute("inputs", [...rowLabels]);
    group.create_attribute("mask_factors", [...columnLabels]);
    writeNumbers(group, "rho", [rowLabels.length, columnLabels.length], Float64Array.from(rho.flat()));
  }
  h5.close();
}

/**
 * Reads what {@link writeStudyFile} wrote.
 *
 * @throws {FileError} when the file is not such a study, or of another version.
 */
export async function readStudyFile(file: string): Promise<StoredStudy> {
  const h5 = await openHdf5(file, "study");
  try {
    if (textAttribute(h5, "format") !== STUDY_FORMAT) {
      throw new FileError(`"${file}" is an HDF5 file, but no study; expected what unitscope study writes.`);
    }
    const version = Number(h5.attrs["version"]?.value);
    if (version !== STUDY_VERSION) {
      throw new FileError(
        `"${file}" is a study of format ${version}; this version reads format ${STUDY_VERSION}.`,
      );
    }
    const spec = JSON.parse(textAttribute(h5, "spec") ?? "null") as StudySpec | null;
    const origin = JSON.parse(textAttribute(h5, "origin") ?? "null") as RunOrigin | null;
    const predictions = h5.get("predictions");
    if (spec === null || origin === null || !(predictions instanceof Dataset)) {
      throw new FileError(`"${file}" is not complete: spec, origin or predictions are missing.`);
    }
    return {
      spec,
      origin,
      testImagesDigest: textAttribute(h5, "test_images_digest") ?? "",
      engine: textAttribute(h5, "engine") ?? "",
      predictions: Uint8Array.from(predictions.value as Uint8Array),
    };
  } finally {
    h5.close();
  }
}
