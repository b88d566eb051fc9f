"use client";

import { formatEstimate } from "@/format/estimate";
import { factorName } from "@/format/names";
import { formatFixed } from "@/format/number";
import { factorColour } from "@/theme/factorColours";
import { useElementWidth } from "@/ui/useElementWidth";
import type { BoxSummary } from "./prepareDistribution";
import { linearScale, tickDecimals, zeroBasedAxis } from "./ticks";

interface BoxChartProps {
  readonly boxes: readonly BoxSummary[];
  readonly chosen: string;
  readonly onChoose: (factor: string) => void;
}

const ROW = 30;
const LABEL = 112;

/** The spread of unit values by factor: whiskers at the 5th and 95th percentile, box at the quartiles, dot at the largest unit. */
export function BoxChart({ boxes, chosen, onChoose }: BoxChartProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const axis = zeroBasedAxis(boxes.flatMap((box) => [box.low, box.max, box.high]));
  const x = linearScale([axis.low, axis.high], [LABEL + 4, Math.max(LABEL + 40, width - 10)]);
  const height = boxes.length * ROW + 24;
  const visible =
    axis.ticks.length > 6 && width < 480 ? axis.ticks.filter((_, at) => at % 2 === 0) : axis.ticks;
  return (
    <div ref={ref}>
      {width === 0 ? (
        <div style={{ height }} />
      ) : (
        <svg width={width} height={height} role="img" aria-label="Distribution of the units by factor">
          {visible.map((tick) => (
            <g key={tick}>
              <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 20} stroke="var(--border)" />
              <text x={x(tick)} y={height - 6} fontSize={12} textAnchor="middle" fill="var(--muted)">
                {formatFixed(tick, tickDecimals(axis.ticks))}
              </text>
            </g>
          ))}
          {boxes.map((box, row) => (
            <BoxRow
              key={box.factor}
              box={box}
              y={row * ROW}
              x={x}
              width={width}
              isChosen={box.factor === chosen}
              onChoose={onChoose}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

interface BoxRowProps {
  readonly box: BoxSummary;
  readonly y: number;
  readonly x: (value: number) => number;
  readonly width: number;
  readonly isChosen: boolean;
  readonly onChoose: (factor: string) => void;
}

function BoxRow({ box, y, x, width, isChosen, onChoose }: BoxRowProps) {
  const colour = factorColour(box.factor);
  const middle = y + ROW / 2;
  const { low, quarter, median, threeQuarters, high, max } = box;
  const choose = () => onChoose(box.factor);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button element cannot stand inside an SVG
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={`${factorName(box.factor)}, mean ${formatEstimate({ value: box.mean, halfWidth: box.meanHalfWidth })}`}
      className="cursor-pointer"
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          choose();
        }
      }}
    >
      <title>
        {`${factorName(box.factor)}: mean ${formatEstimate({ value: box.mean, halfWidth: box.meanHalfWidth })}` +
          (median === null ? "" : `, median ${formatFixed(median, 3)}`) +
          (max === null ? "" : `, largest ${formatFixed(max, 3)}`)}
      </title>
      <rect
        x={0}
        y={y + 1}
        width={width}
        height={ROW - 2}
        rx={4}
        fill={isChosen ? "var(--accent-soft)" : "transparent"}
      />
      <text x={6} y={middle + 4} fontSize={13} fontWeight={isChosen ? 600 : 400} fill="var(--text)">
        {factorName(box.factor)}
      </text>
      {low !== null && high !== null ? (
        <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} stroke={colour} strokeWidth={1.5} />
      ) : null}
      {quarter !== null && threeQuarters !== null ? (
        <rect
          x={x(quarter)}
          y={middle - 7}
          width={Math.max(2, x(threeQuarters) - x(quarter))}
          height={14}
          rx={2}
          fill={colour}
          fillOpacity={0.3}
          stroke={colour}
        />
      ) : null}
      {median !== null ? (
        <line x1={x(median)} x2={x(median)} y1={middle - 8} y2={middle + 8} stroke={colour} strokeWidth={3} />
      ) : null}
      {max !== null ? (
        <circle cx={x(max)} cy={middle} r={3} fill="var(--surface)" stroke={colour} strokeWidth={1.5} />
      ) : null}
    </g>
  );
}
