import type { ReactNode } from "react";
import { factorColour, factorLook } from "@/theme/factorColours";
import { Marker } from "./Marker";

interface ChartTooltipProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The panel beside the pointer, the same in every chart. */
export function ChartTooltip({ title, children }: ChartTooltipProps) {
  return (
    <div className="rounded-md border border-border-strong bg-surface px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 font-mono font-medium">{title}</p>
      {children}
    </div>
  );
}

/** The marker of a factor as it stands in lists and legends. */
export function FactorMark({ factor }: { readonly factor: string }) {
  const { marker, hollow } = factorLook(factor);
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" className="inline-block size-3 shrink-0">
      <Marker shape={marker} cx={6} cy={6} size={4} colour={factorColour(factor)} hollow={hollow} />
    </svg>
  );
}
