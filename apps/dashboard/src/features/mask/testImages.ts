/** Which images a test of masks uses, as a person fills it in; numbers are NaN while their field is empty. */
export interface TestImages {
  readonly imageSetId: string;
  /** Empty for all partitions. */
  readonly partition: string;
  readonly useSeenImages: boolean;
  readonly samples: number;
  readonly randomControls: number;
  readonly draws: number;
  readonly seed: number;
}

/** The run whose masks are tested, as far as its images matter. */
export interface TestedRun {
  readonly design: Readonly<Record<string, unknown>>;
  readonly imageSet: { readonly id: string };
}

/** A field that something stands against. */
export type TestField = "samples" | "randomControls" | "draws" | "seed" | "useSeenImages";

const MOST_SEED = 2 ** 31 - 1;

/** Share of its images that the run left aside, 0 to 1; runs from before it could leave any aside left none. */
export function heldOutShare(run: TestedRun): number {
  const share = run.design["holdOut"];
  return typeof share === "number" ? share : 0;
}

/** True when only images that the run has seen are there to be used. */
export function hasOnlySeenImages(run: TestedRun, imageSetId: string): boolean {
  return run.imageSet.id === imageSetId && heldOutShare(run) === 0;
}

/** An image set as the forms offer it. */
export interface OfferedImages {
  readonly id: string;
  readonly name: string;
  readonly imageCount: number;
  readonly partitions: readonly { readonly name: string; readonly imageCount: number }[];
}

/**
 * About how many images a test will use: as many as are asked for, or as there are. What a run left aside is a share of
 * every class and partition, so that the true number differs by rounding.
 */
export function usableImages(test: TestImages, run: TestedRun, imageSets: readonly OfferedImages[]): number {
  const set = imageSets.find(({ id }) => id === test.imageSetId);
  if (!set) return test.samples;
  const partition = set.partitions.find(({ name }) => name === test.partition);
  const isLimited = run.imageSet.id === test.imageSetId && !test.useSeenImages;
  const there = Math.round((partition ?? set).imageCount * (isLimited ? heldOutShare(run) : 1));
  return Math.min(test.samples, there);
}

/** What still stands against a test, by field; empty when nothing does. */
export function testProblems(test: TestImages, run: TestedRun): Partial<Record<TestField, string>> {
  const whole = (field: TestField, name: string, low: number, high: number) => {
    const value = test[field];
    return typeof value === "number" && Number.isInteger(value) && value >= low && value <= high
      ? {}
      : { [field]: `${name} is a whole number from ${low} to ${high}.` };
  };
  return {
    ...whole("samples", "The number of images", 1, 1_000_000),
    ...whole("randomControls", "The number of random masks", 1, 100),
    ...whole("draws", "The number of draws", 1, 100),
    ...whole("seed", "A seed", 0, MOST_SEED),
    ...(hasOnlySeenImages(run, test.imageSetId) && !test.useSeenImages
      ? {
          useSeenImages:
            "This run left no images aside: use images it has seen, or choose another image set.",
        }
      : {}),
  };
}

/** What both tests pass to the API: partition and seen images only where they say something. */
export function testArguments(test: TestImages, run: TestedRun) {
  const { imageSetId, partition, useSeenImages, samples, randomControls, draws, seed } = test;
  return {
    imageSetId,
    samples,
    randomControls,
    draws,
    seed,
    // On another image set no image has been seen.
    useSeenImages: useSeenImages && run.imageSet.id === imageSetId,
    ...(partition === "" ? {} : { partition }),
  };
}
