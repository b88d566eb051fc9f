import { formatFixed } from "@/format/number";
import { type ColourScale, scaleColour } from "./colourScale";

interface ColourLegendProps {
  readonly scale: ColourScale;
  /** Shown when hatched cells can occur. */
  readonly hasUndefined?: boolean;
  /** Shown when dotted units can occur. */
  readonly hasUntrusted?: boolean;
}

const STOPS = Array.from({ length: 24 }, (_, at) => at / 23);

function scaleText({ kind, palette }: ColourScale): string {
  if (kind === "unit") return palette === "diverging" ? "scale \u22121 to 1" : "scale 0 to 1";
  return palette === "diverging"
    ? "fitted to the values in sight, symmetric about 0"
    : "fitted to the values in sight";
}

/** The colour scale with its ends, always beside what it colours, and whether it is whole or fitted. */
export function ColourLegend({ scale, hasUndefined = false, hasUntrusted = false }: ColourLegendProps) {
  const [low, high] = scale.domain;
  const decimals = high - low < 0.1 ? 3 : 2;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      <span className="flex items-center gap-1.5">
        {formatFixed(low, decimals)}
        <span aria-hidden className="flex h-3 w-36 overflow-hidden rounded-sm border border-border">
          {STOPS.map((stop) => (
            <span
              key={stop}
              className="h-full flex-1"
              style={{ background: scaleColour(low + stop * (high - low), scale) }}
            />
          ))}
        </span>
        {formatFixed(high, decimals)}
      </span>
      <span>{scaleText(scale)}</span>
      {hasUndefined ? (
        <span className="flex items-center gap-1.5">
          <span
            aria-hidden
            className="inline-block size-3 rounded-sm border border-border"
            style={{
              background: "repeating-linear-gradient(45deg, var(--sunken) 0 2px, var(--muted) 2px 3px)",
            }}
          />
          never varies, no index
        </span>
      ) : null}
      {hasUntrusted ? (
        <span className="flex items-center gap-1.5">
          <span
            aria-hidden
            className="inline-block size-3 rounded-sm border border-border"
            style={{
              background: "radial-gradient(circle, var(--text) 0.9px, transparent 1.1px) 0 0 / 4px 4px",
            }}
          />
          interval not to be trusted
        </span>
      ) : null}
    </div>
  );
}
