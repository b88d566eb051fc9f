"use client";

import { formatAskedShare } from "@/format/maskWords";
import { formatCount } from "@/format/number";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import {
  hasOnlySeenImages,
  heldOutShare,
  type OfferedImages,
  type TestedRun,
  type TestImages,
} from "./testImages";

interface TestImagesPartProps {
  readonly test: TestImages;
  readonly run: TestedRun;
  readonly imageSets: readonly OfferedImages[];
  /** False where nothing random happens to the images. */
  readonly hasDraws: boolean;
  readonly set: (changes: Partial<TestImages>) => void;
}

/** Which images a test uses and how often, with the reason why seen images are kept apart. */
export function TestImagesPart({ test, run, imageSets, hasDraws, set }: TestImagesPartProps) {
  const chosen = imageSets.find(({ id }) => id === test.imageSetId);
  const isOwn = run.imageSet.id === test.imageSetId;
  const share = heldOutShare(run);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Select
          label="Image set"
          value={test.imageSetId}
          choices={imageSets.map(({ id, name, imageCount }) => ({
            value: id,
            label: `${name} (${formatCount(imageCount)})`,
          }))}
          onChange={(imageSetId) => set({ imageSetId, partition: "" })}
        />
        {(chosen?.partitions.length ?? 0) > 1 ? (
          <Select
            label="Partition"
            value={test.partition}
            choices={[
              { value: "", label: "all" },
              ...(chosen?.partitions ?? []).map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={(partition) => set({ partition })}
          />
        ) : null}
        <NumberField
          label="At most images"
          min={1}
          value={test.samples}
          onChange={(samples) => set({ samples })}
        />
        {hasDraws ? (
          <NumberField
            label="Draws an image"
            min={1}
            value={test.draws}
            onChange={(draws) => set({ draws })}
          />
        ) : null}
        <NumberField
          label="Random masks"
          min={1}
          max={100}
          value={test.randomControls}
          onChange={(randomControls) => set({ randomControls })}
        />
        <NumberField label="Seed" min={0} value={test.seed} onChange={(seed) => set({ seed })} />
      </div>
      {isOwn ? (
        <Tick
          label="Use images that the run has seen"
          help={
            hasOnlySeenImages(run, test.imageSetId)
              ? "This run left no images aside. A mask tested on the images that chose its units looks better than it is: take the numbers as an upper end."
              : `The run left ${formatAskedShare(share)} of its images aside, and only these are used: a mask tested on the images that chose its units looks better than it is. Tick this for more images, at that price.`
          }
          isChecked={test.useSeenImages}
          onChange={(useSeenImages) => set({ useSeenImages })}
        />
      ) : (
        <p className="max-w-[70ch] text-xs text-muted">
          The run has seen none of these images. Their classes are matched with the network’s by name.
        </p>
      )}
    </div>
  );
}
