"use client";

import { formatCount, formatTenths } from "@/format/number";
import { factorColour } from "@/theme/factorColours";
import { useElementWidth } from "@/ui/useElementWidth";
import { partName, type SpecializationBar, stackParts, UNDECIDED } from "./prepareFactors";
import { linearScale } from "./ticks";

interface StackedBarsChartProps {
  readonly bars: readonly SpecializationBar[];
}

const LINE = 34;
const BAR = 24;
const FOOT = 20;

/** One bar a checkpoint in forward order: its units by their leading factor, undecided ones hatched. */
export function StackedBarsChart({ bars }: StackedBarsChartProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const labelWidth = Math.min(
    110,
    14 + 7.4 * Math.max(0, ...bars.map(({ checkpoint }) => checkpoint.length)),
  );
  const x = linearScale([0, 1], [labelWidth, Math.max(labelWidth + 40, width - 16)]);
  const height = bars.length * LINE + FOOT;
  return (
    <div ref={ref} className="min-w-0">
      {width === 0 ? (
        <div style={{ height }} />
      ) : (
        <svg
          width={width}
          height={height}
          className="block"
          role="img"
          aria-label={bars
            .map(
              (bar) =>
                `${bar.checkpoint}: ${stackParts(bar)
                  .map(({ factor, from, to }) => `${partName(factor)} ${formatTenths(to - from)}`)
                  .join(", ")}`,
            )
            .join("; ")}
        >
          <defs>
            <pattern
              id="undecided"
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="6" height="6" fill="var(--sunken)" />
              <line x1="0" y1="0" x2="0" y2="6" stroke="var(--border-strong)" strokeWidth="2" />
            </pattern>
          </defs>
          {bars.map((bar, line) => {
            const y = line * LINE + 4;
            const parts = stackParts(bar);
            return (
              <g key={bar.checkpoint}>
                <text
                  x={labelWidth - 8}
                  y={y + BAR / 2 + 4}
                  fontSize={12}
                  fontFamily="var(--font-mono)"
                  textAnchor="end"
                  fill="var(--text)"
                >
                  {bar.checkpoint}
                </text>
                {parts.map(({ factor, from, to, units }) => {
                  const long = x(to) - x(from);
                  const name = partName(factor);
                  return (
                    <g key={factor}>
                      <title>{`${bar.checkpoint}, ${name}: ${formatCount(units)} units, ${formatTenths(to - from)}`}</title>
                      <rect
                        x={x(from)}
                        y={y}
                        width={long}
                        height={BAR}
                        fill={factor === UNDECIDED ? "url(#undecided)" : factorColour(factor)}
                        stroke="var(--surface)"
                        strokeWidth={long > 3 ? 1 : 0}
                      />
                      {long > 8 + 6.8 * name.length ? (
                        <text
                          x={x(from) + long / 2}
                          y={y + BAR / 2 + 4}
                          fontSize={12}
                          textAnchor="middle"
                          fill={factor === UNDECIDED ? "var(--text)" : "var(--surface)"}
                          stroke={factor === UNDECIDED ? "var(--sunken)" : "none"}
                          strokeWidth={4}
                          paintOrder="stroke"
                        >
                          {name}
                        </text>
                      ) : null}
                    </g>
                  );
                })}
                {parts.length === 0 ? (
                  <text x={labelWidth} y={y + BAR / 2 + 4} fontSize={12} fill="var(--muted)">
                    no unit has an index of every factor
                  </text>
                ) : null}
              </g>
            );
          })}
          {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
            <text key={tick} x={x(tick)} y={height - 4} fontSize={12} textAnchor="middle" fill="var(--muted)">
              {tick * 100}%
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
