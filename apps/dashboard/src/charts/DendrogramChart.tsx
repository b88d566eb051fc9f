"use client";

import { formatFixed } from "@/format/number";
import { useElementWidth } from "@/ui/useElementWidth";
import { clusterColour } from "./clusterColours";
import type { Dendrogram } from "./prepareDendrogram";
import { linearScale } from "./ticks";

interface DendrogramChartProps {
  readonly dendrogram: Dendrogram;
  /** Distance at which the tree is cut. */
  readonly height: number;
  readonly leafName: (leaf: string) => string;
}

const LINE = 18;
const TOP = 22;
/** Mean width of a letter at this size, px. */
const LETTER = 6.6;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** A clustering as a tree on its side: leaves at the left, distance to the right, the cut as a dotted line. */
export function DendrogramChart({ dendrogram, height, leafName }: DendrogramChartProps) {
  const [ref, width] = useElementWidth<HTMLDivElement>();
  const { leaves, links } = dendrogram;
  const names = leaves.map((leaf) => leafName(leaf.name));
  const longest = Math.max(0, ...names.map((name) => name.length));
  const labelWidth = Math.min(0.5 * width, 16 + LETTER * longest);
  const fits = labelWidth < 0.5 * width ? longest : Math.max(4, Math.floor((labelWidth - 16) / LETTER));
  const x = linearScale([0, 1], [labelWidth, Math.max(labelWidth + 40, width - 16)]);
  const y = (slot: number) => TOP + (slot + 0.5) * LINE;
  const bottom = TOP + leaves.length * LINE;
  return (
    <div ref={ref} className="min-w-0">
      {width === 0 ? (
        <div style={{ height: bottom + 4 }} />
      ) : (
        <svg
          width={width}
          height={bottom + 4}
          className="block"
          role="img"
          aria-label={`Dendrogram of ${leaves.length} leaves, cut at ${formatFixed(height, 3)}`}
        >
          {TICKS.map((tick) => (
            <g key={tick}>
              <line x1={x(tick)} x2={x(tick)} y1={TOP - 4} y2={bottom} stroke="var(--border)" />
              <text x={x(tick)} y={12} fontSize={12} textAnchor="middle" fill="var(--muted)">
                {tick}
              </text>
            </g>
          ))}
          {leaves.map(({ name, slot, cluster }, at) => {
            const text = names[at]!;
            return (
              <text
                key={name}
                x={labelWidth - 8}
                y={y(slot) + 4}
                fontSize={12}
                textAnchor="end"
                fill={cluster === null ? "var(--text)" : clusterColour(cluster)}
              >
                <title>{cluster === null ? text : `${text}, cluster ${cluster}`}</title>
                {text.length > fits ? `${text.slice(0, fits - 1)}…` : text}
              </text>
            );
          })}
          {links.map(({ height: joined, arms: [first, second], cluster }) => (
            <path
              key={`${first!.slot}/${second!.slot}`}
              d={`M${x(first!.height)},${y(first!.slot)}H${x(joined)}V${y(second!.slot)}H${x(second!.height)}`}
              fill="none"
              stroke={clusterColour(cluster)}
              strokeWidth={cluster === null ? 1.25 : 2}
            >
              <title>{`merge at distance ${formatFixed(joined, 3)}`}</title>
            </path>
          ))}
          <line
            x1={x(height)}
            x2={x(height)}
            y1={TOP - 6}
            y2={bottom}
            stroke="var(--text)"
            strokeDasharray="2 3"
          />
        </svg>
      )}
    </div>
  );
}
