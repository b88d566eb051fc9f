import { sampleImageSet, sampleLabels, sampleOffer } from "../../../../../tests/golden/sampleRun.js";
import { RunSpecError } from "../../errors.js";
import type { RunResult } from "../../run/runResult.js";
import type { RunSpec } from "../../run/runSpec.js";
import { images, model } from "../../run/testing/sampleAnalysis.js";
import type { TestJob } from "../runTest.js";
import type { TestOffer } from "../testSpec.js";
import type { UnitMap, UnitMaps } from "../unitMaps.js";

/** Classes of the sample networks in the order of their outputs. */
export const CLASS_LABELS = sampleLabels();

/** What the sample network and its image set offer a test. */
export const offer: TestOffer = {
  model: { ...(await sampleOffer(model)), classLabels: CLASS_LABELS },
  images: sampleImageSet(),
  isImageSetOfRun: true,
};

/** The maps of a run's result. */
export function mapsOf({ maps }: Pick<RunResult, "maps">): UnitMaps {
  return {
    async get({ checkpoint, measure, factor, withFactor }) {
      const found = maps.find(
        (map) =>
          map.checkpoint === checkpoint &&
          map.measure === measure &&
          map.factor === factor &&
          map.withFactor === withFactor,
      );
      if (found) return found;
      throw new RunSpecError(`There is no map ${measure} of ${factor} at ${checkpoint}.`, "measure");
    },
  };
}

/** Maps made by a formula: (U) values of a checkpoint and factor. */
export function formulaMaps(
  run: RunSpec,
  valueAt: (unit: number, factor: string, checkpoint: string) => number,
): UnitMaps {
  return {
    async get({ checkpoint, factor }): Promise<UnitMap> {
      const spec = run.checkpoints.find(({ name }) => name === checkpoint);
      if (!spec) throw new RunSpecError(`There is no checkpoint ${checkpoint}.`, "checkpoints");
      const length = spec.shape.reduce((product, axis) => product * axis, 1);
      const values = Float64Array.from({ length }, (_, unit) => valueAt(unit, factor, checkpoint));
      return { values, halfWidths: values.map(() => 0.01) };
    },
  };
}

/** A job on the sample network and images. */
export function jobOf(maps: UnitMaps, more: Partial<TestJob> = {}): TestJob {
  return { maps, model, images, threads: 1, ...more };
}
