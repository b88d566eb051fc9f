import { type ChosenMeasure, MEASURE_WORDS } from "@/format/measures";
import { Segmented } from "@/ui/Segmented";

interface MeasureSwitchProps {
  /** What can be chosen; the first is what the page opens with. */
  readonly measures: readonly ChosenMeasure[];
  readonly value: ChosenMeasure;
  readonly onChange: (measure: ChosenMeasure) => void;
}

/** The measures that a run's method yields, and what the chosen one says. */
export function MeasureSwitch({ measures, value, onChange }: MeasureSwitchProps) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Segmented
        label="Measure"
        value={value}
        choices={measures.map((measure) => ({
          value: measure,
          label: MEASURE_WORDS[measure].name,
          title: MEASURE_WORDS[measure].help,
        }))}
        onChange={onChange}
      />
      <p className="max-w-[70ch] text-xs text-muted">{MEASURE_WORDS[value].help}</p>
    </div>
  );
}
