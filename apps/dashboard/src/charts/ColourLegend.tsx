import { formatFixed } from "@/format/number";
import { type ScaleKind, sequentialColour } from "./colourScale";

interface ColourLegendProps {
  readonly domain: readonly [number, number];
  readonly kind: ScaleKind;
  /** Shown when hatched cells can occur. */
  readonly hasUndefined?: boolean;
}

const STOPS = Array.from({ length: 24 }, (_, at) => at / 23);

/** The colour scale with its ends, always beside what it colours, and whether it is 0..1 or fitted. */
export function ColourLegend({ domain, kind, hasUndefined = false }: ColourLegendProps) {
  const decimals = domain[1] - domain[0] < 0.1 ? 3 : 2;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      <span className="flex items-center gap-1.5">
        {formatFixed(domain[0], decimals)}
        <span aria-hidden className="flex h-3 w-36 overflow-hidden rounded-sm border border-border">
          {STOPS.map((stop) => (
            <span
              key={stop}
              className="h-full flex-1"
              style={{ background: sequentialColour(stop, [0, 1]) }}
            />
          ))}
        </span>
        {formatFixed(domain[1], decimals)}
      </span>
      <span>{kind === "unit" ? "scale 0 to 1" : "fitted to the values in sight"}</span>
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
    </div>
  );
}
