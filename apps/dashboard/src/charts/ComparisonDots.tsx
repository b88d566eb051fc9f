"use client";

import type { Estimate } from "@/format/estimate";
import { formatEstimate } from "@/format/estimate";
import { formatFixed } from "@/format/number";
import { useElementWidth } from "@/ui/useElementWidth";
import { type Axis, linearScale, tickDecimals } from "./ticks";

export interface Dot extends Estimate {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  /** The baseline is a full dot, the others are hollow. */
  readonly isBaseline: boolean;
  readonly isSignificant: boolean;
  /** Single values that the dot is the mean of, drawn small below it. */
  readonly parts?: readonly number[];
}

interface ComparisonDotsProps {
  readonly dots: readonly Dot[];
  readonly axis: Axis;
}

const LANE = 11;

/** The values of several runs on one axis with their intervals; a tick above a dot says that it differs from the baseline. */
export function ComparisonDots({ dots, axis }: ComparisonDotsProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const x = linearScale([axis.low, axis.high], [8, Math.max(40, width - 8)]);
  const height = dots.length * LANE + 9;
  return (
    <div ref={ref} className="min-w-40">
      {width === 0 ? (
        <div style={{ height }} />
      ) : (
        <svg
          width={width}
          height={height}
          className="block"
          role="img"
          aria-label={dots.map((dot) => `${dot.name} ${formatEstimate(dot)}`).join("; ")}
        >
          {axis.ticks.map((tick) => (
            <line
              key={tick}
              x1={x(tick)}
              x2={x(tick)}
              y1={0}
              y2={height}
              stroke={tick === 0 ? "var(--border-strong)" : "var(--border)"}
            />
          ))}
          {dots.map((dot, lane) => {
            if (dot.value === null) return null;
            const y = lane * LANE + LANE / 2 + 5;
            const half = dot.halfWidth ?? 0;
            return (
              <g key={dot.key}>
                <title>{`${dot.name}: ${formatEstimate(dot)}${dot.isSignificant ? ", differs from the baseline" : ""}`}</title>
                {dot.parts?.map((part, at) => (
                  <circle
                    // biome-ignore lint/suspicious/noArrayIndexKey: the values have no name but their place.
                    key={at}
                    cx={x(part)}
                    cy={y + 6}
                    r={2.5}
                    fill={dot.colour}
                    fillOpacity={0.6}
                  />
                ))}
                <line
                  x1={x(dot.value - half)}
                  x2={x(dot.value + half)}
                  y1={y}
                  y2={y}
                  stroke={dot.colour}
                  strokeWidth={1.5}
                />
                <circle
                  cx={x(dot.value)}
                  cy={y}
                  r={4}
                  fill={dot.isBaseline ? dot.colour : "var(--surface)"}
                  stroke={dot.colour}
                  strokeWidth={2}
                />
                {dot.isSignificant ? (
                  <line
                    x1={x(dot.value)}
                    x2={x(dot.value)}
                    y1={y - 10}
                    y2={y - 5.5}
                    stroke="var(--text)"
                    strokeWidth={2}
                  />
                ) : null}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** The axis above a column of dots, with the same ticks. */
export function ComparisonAxis({ axis }: { readonly axis: Axis }) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const x = linearScale([axis.low, axis.high], [8, Math.max(40, width - 8)]);
  const visible = width < 240 ? axis.ticks.filter((_, at) => at % 2 === 0) : axis.ticks;
  return (
    <div ref={ref} className="h-4 min-w-40">
      {width === 0 ? null : (
        <svg
          aria-hidden="true"
          data-figure-drawing
          width={width}
          height={16}
          className="block overflow-visible"
        >
          {visible.map((tick) => (
            <text key={tick} x={x(tick)} y={12} fontSize={12} textAnchor="middle" fill="var(--muted)">
              {formatFixed(tick, tickDecimals(axis.ticks))}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
