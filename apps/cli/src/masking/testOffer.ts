import { FileError, type Network } from "@unitscope/core";
import {
  cropSize,
  differenceOfImages,
  findCheckpoint,
  type ImageFolder,
  idsOf,
  type RunFileReader,
  readLabelsFile,
  readNetwork,
  type TestOffer,
  tryNetwork,
} from "@unitscope/core/commandLine";
import { tellBatching } from "../analysis/modelFile.js";
import { openImages } from "../analysis/openImages.js";
import type { ImageOptions } from "../commands/imageOptions.js";
import type { Terminal } from "../terminal.js";

/** Files that a test of masks is made with. */
export interface TestFiles extends ImageOptions {
  readonly model: string;
  readonly labels?: string;
  /** Checkpoint that holds the answers; the network's last value when left out. */
  readonly output?: string;
}

/** A run's network and the images to test its masks on. */
export interface TestMaterial {
  readonly model: Network;
  readonly images: ImageFolder;
  readonly offer: TestOffer;
}

/** Classes named in a note. */
const SHOWN = 3;

/**
 * Reads what a test needs and compares it with the run; notes that a person should see go to stderr.
 *
 * @throws {FileError} when a file cannot be read, or the network is not the run's.
 */
export async function readTestMaterial(
  terminal: Terminal,
  files: TestFiles,
  run: RunFileReader,
): Promise<TestMaterial> {
  const { origin, spec } = run;
  const read = await readNetwork(files.model);
  if (read.sha256 !== origin.modelSha256) {
    throw new FileError(
      `"${files.model}" is another network than that of "${run.file}"; give the run's, ${origin.model}, whose SHA-256 is ${origin.modelSha256}.`,
    );
  }
  const model = await tryNetwork(read, cropSize(spec.preprocessing));
  tellBatching(terminal, model);
  const images = await openImages(terminal, files);
  const difference = differenceOfImages(images, origin.imagesDigest);
  const isImageSetOfRun = difference === null;
  if (!isImageSetOfRun) {
    terminal.stderr.write(
      `"${files.images}" holds ${difference} than those of the run; all of them are taken as not seen by it.\n`,
    );
  }
  const { checkpoints, oneAtATime } = model;
  const answers = files.output === undefined ? checkpoints.at(-1) : findCheckpoint(model, files.output);
  const outputs = answers?.shape[0] ?? 0;
  const labels = files.labels === undefined ? [] : await readLabelsFile(files.labels, outputs);
  if (labels.length === 0 && !images.classes.every((name) => /^\d+$/.test(name))) {
    const some = images.classes.slice(0, SHOWN).map((name, position) => `${position} ${name}`);
    const more = images.classes.length > SHOWN ? ", ..." : "";
    terminal.stderr.write(
      `Without --labels the folders are taken as the network's classes in alphabetical order: ${some.join(", ")}${more}.\n`,
    );
  }
  return {
    model,
    images,
    offer: {
      model: {
        checkpoints,
        preprocessing: spec.preprocessing,
        oneAtATime,
        classLabels: labels.map(({ label }) => label),
        classIds: idsOf(labels),
      },
      images,
      isImageSetOfRun,
    },
  };
}
