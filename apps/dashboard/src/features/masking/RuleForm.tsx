"use client";

import { FactorMark } from "@/charts/ChartTooltip";
import { askedShare, formatAlpha, formatAskedShare } from "@/format/maskWords";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatShape } from "@/format/number";
import { NumberField } from "@/ui/NumberField";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { Tick } from "@/ui/Tick";
import { useSettled } from "@/ui/useSettled";
import type { ChangeUrl } from "@/url/useUrlState";
import { ALPHAS, type MaskRule, type MaskRun, MOST_ALPHA, maskMeasures, usualCheckpoints } from "./maskRule";

interface RuleFormProps {
  readonly run: MaskRun;
  readonly rule: MaskRule;
  readonly change: ChangeUrl;
}

const KINDS = [
  {
    value: "RANK",
    label: "By rank",
    title: "Chooses the most or the least sensitive units and multiplies them by one number",
  },
  { value: "M", label: "Soft m", title: "Multiplies every unit by its own index" },
  { value: "ONE_MINUS_M", label: "Soft 1 \u2212 m", title: "Multiplies every unit by 1 minus its own index" },
] as const;

/** Builds the rule of a mask; every choice goes into the URL. */
export function RuleForm({ run, rule, change }: RuleFormProps) {
  const measures = maskMeasures(run);
  const factors = run.factors.map(({ key }) => ({ value: key, label: factorName(key) }));
  const setCheckpoint = (name: string, isIn: boolean) => {
    const next = run.checkpoints
      .map((checkpoint) => checkpoint.name)
      .filter((other) => (other === name ? isIn : rule.checkpoints.includes(other)));
    const isUsual = next.join(",") === usualCheckpoints(run).join(",");
    change({ checkpoints: isUsual ? null : next.join(",") }, "replace");
  };
  return (
    <section aria-label="Rule" className="rounded-lg border border-border bg-surface p-4">
      <h2 className="text-base font-semibold">Rule</h2>
      <p className="max-w-[70ch] text-muted">
        Which units are touched, and what happens to them. Every checkpoint is ranked by itself.
      </p>
      <div className="mt-3 space-y-4">
        <Segmented
          label="Kind of mask"
          value={rule.soft ?? "RANK"}
          choices={KINDS}
          onChange={(value) => change({ soft: value === "RANK" ? null : value })}
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Select
            label="Measure"
            value={rule.measure}
            choices={measures.map((value) => ({ value, label: UNIT_MEASURE_NAMES[value] }))}
            onChange={(value) => change({ measure: value === measures[0] ? null : value })}
          />
          <span className="inline-flex items-center gap-1.5">
            <Select
              label="Factor"
              value={rule.factor}
              choices={factors}
              onChange={(factor) => change({ factor })}
            />
            <FactorMark factor={rule.factor} />
          </span>
          {rule.measure === "S2" && rule.withFactor !== null ? (
            <Select
              label="with"
              value={rule.withFactor}
              choices={factors.filter(({ value }) => value !== rule.factor)}
              onChange={(value) => change({ with: value })}
            />
          ) : null}
        </div>
        {rule.soft === null ? <RankPart rule={rule} change={change} /> : null}
        <fieldset>
          <legend className="text-xs text-muted">Checkpoints, masked together</legend>
          <div className="mt-1 grid gap-x-3 min-[420px]:grid-cols-2">
            {run.checkpoints.map(({ name, shape }) => (
              <Tick
                key={name}
                label={<span className="font-mono text-xs leading-5">{name}</span>}
                help={formatShape(shape)}
                isChecked={rule.checkpoints.includes(name)}
                onChange={(isIn) => {
                  // One has to stay: a mask of no checkpoint is none.
                  if (isIn || rule.checkpoints.length > 1) setCheckpoint(name, isIn);
                }}
              />
            ))}
          </div>
        </fieldset>
      </div>
    </section>
  );
}

function RankPart({ rule, change }: Pick<RuleFormProps, "rule" | "change">) {
  const isPercentile = (value: number) => value >= 0 && value <= 1;
  const [percentile, setPercentile] = useSettled(
    rule.percentile,
    (value) => change({ percentile: value === 0.9 ? null : String(value) }, "replace"),
    isPercentile,
  );
  const [alpha, setAlpha] = useSettled(
    rule.alpha,
    (value) => change({ alpha: value === 0 ? null : String(value) }, "replace"),
    (value) => Math.abs(value) <= MOST_ALPHA,
  );
  const known = ALPHAS.find((value) => value === rule.alpha);
  const side = rule.direction === "ABOVE" ? "highest" : "lowest";
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="Which side"
          value={rule.direction}
          choices={[
            { value: "ABOVE", label: "Above", title: "The most sensitive units" },
            { value: "BELOW", label: "Below", title: "The least sensitive units" },
          ]}
          onChange={(value) => change({ direction: value === "ABOVE" ? null : value })}
        />
        <NumberField
          label="Percentile"
          min={0}
          max={1}
          step="any"
          value={percentile}
          onChange={setPercentile}
        />
      </div>
      <label className="block text-xs text-muted">
        <span className="sr-only">Percentile</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={Number.isNaN(percentile) ? rule.percentile : percentile}
          onChange={(event) => setPercentile(event.target.valueAsNumber)}
          className="block w-full cursor-pointer accent-[var(--accent)]"
        />
        {isPercentile(percentile)
          ? `the ${side} ${formatAskedShare(askedShare({ percentile, direction: rule.direction }))} of each checkpoint's units`
          : "A percentile is a number from 0 to 1, for example 0.9."}
      </label>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented
          label="What happens to the units"
          value={known === undefined ? "other" : String(known)}
          choices={[
            { value: "0", label: "Silence", title: "Multiplied by 0" },
            { value: "0.5", label: "Damp", title: `Multiplied by ${formatAlpha(0.5)}` },
            { value: "1.5", label: "Amplify", title: `Multiplied by ${formatAlpha(1.5)}` },
          ]}
          onChange={(value) => change({ alpha: value === "0" ? null : value })}
        />
        <NumberField
          label="Alpha"
          min={-MOST_ALPHA}
          max={MOST_ALPHA}
          step="any"
          value={alpha}
          onChange={setAlpha}
        />
      </div>
    </>
  );
}
