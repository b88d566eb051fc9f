import { formatCount } from "@/format/number";
import { FormPart } from "@/ui/FormPart";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import { type Draft, type DraftField, hasTarget, MOST_HELD_OUT, SAMPLE_SIZES } from "./draft";

interface SamplePartProps {
  readonly draft: Draft;
  readonly problemOf: (field: DraftField) => string | null;
  readonly set: (changes: Partial<Draft>) => void;
}

const FIELDS: readonly DraftField[] = [
  "permutations",
  "outerSamples",
  "innerSamples",
  "draws",
  "seed",
  "targetHalfWidth",
  "holdOut",
];

/** How large the sample is and when it is large enough: the fields that mean something to the chosen method. */
export function SamplePart({ draft, problemOf, set }: SamplePartProps) {
  const { method } = draft;
  const isNested = method === "SHAPLEY_NESTED";
  const isContrast = method === "CONTRAST";
  const problem = FIELDS.map(problemOf).find((text) => text !== null) ?? null;
  return (
    <FormPart
      title="Sample"
      help="A larger sample gives narrower intervals: four times as many evaluations halve them."
      problem={problem}
    >
      <div className="flex flex-wrap items-center gap-4">
        {isNested ? (
          <>
            <NumberField
              label="Orders"
              min={2}
              value={draft.permutations}
              onChange={(permutations) => set({ permutations })}
            />
            <NumberField
              label="Outer samples"
              min={1}
              value={draft.outerSamples}
              onChange={(outerSamples) => set({ outerSamples })}
            />
            <NumberField
              label="Inner samples"
              min={2}
              value={draft.innerSamples}
              onChange={(innerSamples) => set({ innerSamples })}
            />
          </>
        ) : (
          <Select
            label={isContrast ? "Images N" : "Base samples N"}
            value={String(draft.baseSamples)}
            choices={SAMPLE_SIZES.map((size) => ({ value: String(size), label: formatCount(size) }))}
            onChange={(value) => set({ baseSamples: Number(value) })}
          />
        )}
        {isContrast ? (
          <NumberField
            label="Draws an image"
            min={1}
            value={draft.draws}
            onChange={(draws) => set({ draws })}
          />
        ) : null}
        <NumberField label="Seed" min={0} value={draft.seed} onChange={(seed) => set({ seed })} />
        {hasTarget(method) ? (
          <NumberField
            label="Stop at half width"
            min={0}
            step="any"
            placeholder="never"
            value={draft.targetHalfWidth ?? Number.NaN}
            onChange={(value) => set({ targetHalfWidth: Number.isNaN(value) ? null : value })}
          />
        ) : null}
        <NumberField
          label="Share of images left aside"
          min={0}
          max={MOST_HELD_OUT}
          step="any"
          value={draft.holdOut}
          onChange={(holdOut) => set({ holdOut })}
        />
      </div>
      <p className="mt-2 max-w-[70ch] text-xs text-muted">
        Images left aside are not seen by the run: masks made from its indices are tested on them, since a
        test on the images that chose the units would flatter the mask. 0 uses all images for the run.
      </p>
      {hasTarget(method) ? (
        <p className="mt-2 max-w-[70ch] text-xs text-muted">
          With a half width to stop at, such as 0.02, the run ends as soon as 95 % of all intervals are
          narrower; the sample above is then the most that is spent.
        </p>
      ) : null}
      <div className="mt-2 grid gap-x-4 sm:grid-cols-2">
        {method === "SOBOL" ? (
          <Tick
            label="Second order"
            help="Also measures pairs of factors; nearly doubles the evaluations."
            isChecked={draft.secondOrder}
            onChange={(secondOrder) => set({ secondOrder })}
          />
        ) : null}
        {isNested ? (
          <Tick
            label="Single parameters as players"
            help="As in the paper: a factor’s effect is the sum over its parameters. Another game, with other numbers."
            isChecked={draft.players === "COLUMNS"}
            onChange={(isIn) => set({ players: isIn ? "COLUMNS" : "FACTORS" })}
          />
        ) : null}
        {isContrast ? null : (
          <Tick
            label="Switches"
            help="Each change is applied with probability one half."
            isChecked={draft.useSwitches}
            onChange={(useSwitches) => set({ useSwitches })}
          />
        )}
        <Tick
          label="Min-max"
          help="Stretches each colour channel to 0..1 after the changes, as in the paper."
          isChecked={draft.minMax}
          onChange={(minMax) => set({ minMax })}
        />
        {draft.segment ? null : (
          <Tick
            label="Class probabilities"
            help="Reads the network’s last value behind a softmax; it must be among the checkpoints."
            isChecked={draft.softmax}
            onChange={(softmax) => set({ softmax })}
          />
        )}
      </div>
    </FormPart>
  );
}
