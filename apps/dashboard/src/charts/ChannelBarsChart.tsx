"use client";

import { formatAskedShare } from "@/format/maskWords";
import { formatCount } from "@/format/number";
import { useElementWidth } from "@/ui/useElementWidth";
import { barsPath, type ChannelBars } from "./prepareChannelBars";

interface ChannelBarsChartProps {
  readonly checkpoint: string;
  readonly bars: ChannelBars;
  readonly colour: string;
}

const HEIGHT = 44;
const FOOT = 16;

/** Share of each channel that a mask touches: channels from left to right, a full bar for a whole channel. */
export function ChannelBarsChart({ checkpoint, bars, colour }: ChannelBarsChartProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const { shares, most } = bars;
  const name = `${checkpoint}: units touched in ${formatCount(bars.touched)} of ${formatCount(shares.length)} channels${
    most ? `, most in channel ${most.channel} (${formatAskedShare(shares[most.channel] ?? 0)})` : ""
  }`;
  return (
    <div ref={ref} title={name} className="min-w-0">
      {width === 0 ? (
        <div style={{ height: HEIGHT + FOOT }} />
      ) : (
        <svg width={width} height={HEIGHT + FOOT} className="block" role="img" aria-label={name}>
          <rect x={0} y={0} width={width} height={HEIGHT} fill="var(--sunken)" />
          <path d={barsPath(shares, width, HEIGHT)} fill={colour} />
          <line x1={0} x2={width} y1={HEIGHT} y2={HEIGHT} stroke="var(--border-strong)" />
          <text x={0} y={HEIGHT + 13} fontSize={12} fill="var(--muted)">
            0
          </text>
          <text x={width} y={HEIGHT + 13} fontSize={12} textAnchor="end" fill="var(--muted)">
            {shares.length - 1}
          </text>
        </svg>
      )}
    </div>
  );
}
