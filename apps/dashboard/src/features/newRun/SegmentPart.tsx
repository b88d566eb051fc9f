import { CHANNEL_NAMES } from "@/format/design";
import type { HsvChannel } from "@/gql/graphql";
import { FormPart } from "@/ui/FormPart";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import type { Draft, DraftSegment } from "./draft";
import { type NetworkCheckpoints, segmentEnds, segmentFrom, segmentStarts } from "./segmentChoices";

/** Value of the choice that stands for the network's input, which is no checkpoint. */
const INPUT = "";
const CHANNELS: readonly HsvChannel[] = ["H", "S", "V"];

interface SegmentPartProps {
  readonly segment: DraftSegment | null;
  /** Of the chosen network, in forward order. */
  readonly checkpoints: NetworkCheckpoints;
  readonly problem: string | null;
  readonly set: (changes: Partial<Draft>) => void;
}

/** The choice to analyse a piece of the network by itself: where it starts and ends, and what goes in. */
export function SegmentPart({ segment, checkpoints, problem, set }: SegmentPartProps) {
  const suggested = checkpoints.filter((checkpoint) => checkpoint.suggested);
  const first = segmentStarts(suggested)[0] ?? null;
  return (
    <FormPart
      title="Advanced: a segment of the network"
      help="A piece of the network by itself, fed with hue, saturation or value of the image in all its channels, at the size of the image."
      problem={problem}
    >
      <Tick
        label="Analyse a segment"
        help="In place of the whole network; the checkpoints are then those inside it."
        isChecked={segment !== null}
        onChange={(isIn) => set({ segment: isIn ? segmentFrom(suggested, first, null) : null })}
      />
      {segment === null ? null : (
        <div className="mt-2 flex flex-wrap items-center gap-4">
          <Select
            label="From"
            value={segment.from ?? INPUT}
            choices={[
              { value: INPUT, label: "the input" },
              ...segmentStarts(suggested).map((name) => ({ value: name, label: name })),
            ]}
            onChange={(value) =>
              set({ segment: segmentFrom(suggested, value === INPUT ? null : value, segment) })
            }
          />
          <Select
            label="To"
            value={segment.to}
            choices={segmentEnds(suggested, segment.from).map((name) => ({ value: name, label: name }))}
            onChange={(to) => set({ segment: { ...segment, to } })}
          />
          <Select
            label="Fed with"
            value={segment.channel}
            choices={CHANNELS.map((channel) => ({ value: channel, label: CHANNEL_NAMES[channel] }))}
            onChange={(value) => {
              const channel = CHANNELS.find((known) => known === value);
              if (channel) set({ segment: { ...segment, channel } });
            }}
          />
        </div>
      )}
    </FormPart>
  );
}
