"use client";

import { NumberField } from "@/ui/NumberField";
import { useSettled } from "@/ui/useSettled";

interface CutSliderProps {
  /** Distance, 0 to 1. */
  readonly height: number;
  readonly onChange: (height: number) => void;
}

/** Where a dendrogram is cut: a slider with a number field. */
export function CutSlider({ height, onChange }: CutSliderProps) {
  const [value, setValue] = useSettled(height, onChange, (next) => next >= 0 && next <= 1, 150);
  return (
    <span className="flex flex-wrap items-center gap-3">
      <NumberField label="Cut at distance" min={0} max={1} step="any" value={value} onChange={setValue} />
      <input
        type="range"
        aria-label="Cut at distance"
        min={0}
        max={1}
        step={0.005}
        value={Number.isNaN(value) ? height : value}
        onChange={(event) => setValue(event.target.valueAsNumber)}
        className="w-48 cursor-pointer accent-[var(--accent)]"
      />
    </span>
  );
}
