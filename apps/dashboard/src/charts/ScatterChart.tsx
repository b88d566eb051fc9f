"use client";

import { factorName } from "@/format/names";
import { formatCount } from "@/format/number";
import { factorColour, factorLook } from "@/theme/factorColours";
import { useElementWidth } from "@/ui/useElementWidth";
import { spreadLabels } from "./endLabels";
import { markerPath } from "./Marker";
import type { Scatter } from "./prepareFactors";
import { linearScale } from "./ticks";

interface ScatterChartProps {
  readonly scatter: Scatter;
}

const HEIGHT = 380;
const ROOM = 118;

/** Single channels' maps in the plane that tells their factors apart best; names stand at the right, by height. */
export function ScatterChart({ scatter }: ScatterChartProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const { groups, xDomain, yDomain } = scatter;
  const right = Math.max(60, width - ROOM);
  const x = linearScale(xDomain, [10, right]);
  const y = linearScale(yDomain, [HEIGHT - 10, 10]);
  const places = spreadLabels(
    groups.map(({ factor, middle }) => ({ key: factor, y: y(middle[1]) })),
    15,
    12,
    HEIGHT - 8,
  );
  const points = groups.reduce((sum, group) => sum + group.points.length, 0);
  return (
    <div ref={ref} className="min-w-0">
      {width === 0 ? (
        <div style={{ height: HEIGHT }} />
      ) : (
        <svg
          width={width}
          height={HEIGHT}
          className="block"
          role="img"
          aria-label={`${formatCount(points)} maps of ${formatCount(groups.length)} factors on two discriminant axes`}
        >
          <rect x={4} y={4} width={right + 2} height={HEIGHT - 8} fill="none" stroke="var(--border)" />
          <line x1={x(0)} x2={x(0)} y1={4} y2={HEIGHT - 4} stroke="var(--border)" />
          <line x1={4} x2={right + 6} y1={y(0)} y2={y(0)} stroke="var(--border)" />
          {groups.map((group) => {
            const { marker } = factorLook(group.factor);
            return (
              <path
                key={group.factor}
                d={group.points.map(([px, py]) => markerPath(marker, x(px), y(py), 2)).join("")}
                fill={marker === "cross" ? "none" : factorColour(group.factor)}
                fillOpacity={0.35}
                stroke={factorColour(group.factor)}
                strokeOpacity={0.45}
                strokeWidth={marker === "cross" ? 1 : 0.5}
              />
            );
          })}
          {groups.map(({ factor, middle }) => {
            const { marker } = factorLook(factor);
            const place = places.get(factor) ?? 0;
            const colour = factorColour(factor);
            return (
              <g key={factor}>
                <path
                  d={`M${x(middle[0])},${y(middle[1])}L${right + 10},${place}`}
                  stroke={colour}
                  strokeOpacity={0.35}
                  fill="none"
                />
                <path
                  d={markerPath(marker, x(middle[0]), y(middle[1]), 5.5)}
                  fill={marker === "cross" ? "none" : colour}
                  stroke={marker === "cross" ? colour : "var(--surface)"}
                  strokeWidth={marker === "cross" ? 2.5 : 1.5}
                />
                <text x={right + 14} y={place + 4} fontSize={12} fontWeight={500} fill={colour}>
                  {factorName(factor)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
