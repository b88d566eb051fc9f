"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { formatAskedShare } from "@/format/maskWords";
import { formatFixed, formatTenths } from "@/format/number";
import { factorColour, factorLook } from "@/theme/factorColours";
import { ChartTooltip } from "./ChartTooltip";
import { Marker } from "./Marker";
import type { StudyPanel } from "./prepareStudy";
import type { Axis } from "./ticks";

interface MaskedAccuracyChartProps {
  readonly panel: StudyPanel;
  readonly factor: string;
  readonly unmasked: number;
  readonly axis: Axis;
}

/** Accuracy against the share of masked units under one multiplier, beside random masks of the same size. */
export function MaskedAccuracyChart({ panel, factor, unmasked, axis }: MaskedAccuracyChartProps) {
  const { marker, hollow } = factorLook(factor);
  const colour = factorColour(factor);
  const rows = panel.points.map((point) => ({
    share: formatAskedShare(point.share),
    masked: point.masked.value,
    random: point.random,
    band: [...point.band] as [number, number],
    point,
  }));
  return (
    <ResponsiveContainer width="100%" height={220}>
      <ComposedChart data={rows} margin={{ top: 10, right: 16, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="share"
          scale="point"
          padding={{ left: 14, right: 6 }}
          tickLine={false}
          axisLine={{ stroke: "var(--border-strong)" }}
          tick={{ fontSize: 12, fill: "var(--muted)" }}
          interval={0}
        />
        <YAxis
          domain={[axis.low, axis.high]}
          ticks={[...axis.ticks]}
          width={46}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 12, fill: "var(--muted)" }}
          tickFormatter={(value) => `${formatFixed(Number(value) * 100, 0)}%`}
        />
        <ReferenceLine y={unmasked} stroke="var(--text)" strokeDasharray="1 4" strokeWidth={1.5} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--border-strong)" }}
          content={({ active, label }) => {
            const row = rows.find(({ share }) => share === label);
            if (!active || !row) return null;
            const { masked, random, difference, isClear, isCollapsed } = row.point;
            return (
              <ChartTooltip title={`${row.share} of the units`}>
                <p>masked: {formatAccuracy(masked.value ?? 0, masked.halfWidth)}</p>
                <p>random: {formatTenths(random)}</p>
                <p className={isClear ? "font-semibold" : ""}>
                  difference: {formatPoints(difference)}
                  {isClear ? ", beyond its interval" : ", within its interval"}
                </p>
                {isCollapsed ? <p>collapsed to one answer</p> : null}
              </ChartTooltip>
            );
          }}
        />
        <Area
          dataKey="band"
          stroke="none"
          fill="var(--muted)"
          fillOpacity={0.2}
          isAnimationActive={false}
          activeDot={false}
          tooltipType="none"
        />
        <Line
          dataKey="random"
          stroke="var(--muted)"
          strokeWidth={1.75}
          strokeDasharray="5 4"
          isAnimationActive={false}
          dot={false}
          activeDot={false}
        />
        <Line
          dataKey="masked"
          stroke={colour}
          strokeWidth={2}
          isAnimationActive={false}
          activeDot={false}
          dot={({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
            cx === undefined || cy === undefined || cy === null ? (
              <g key={index} />
            ) : (
              <g key={index}>
                <Marker shape={marker} cx={cx} cy={cy} size={4} colour={colour} hollow={hollow} />
                {rows[index ?? 0]?.point.isCollapsed ? (
                  <circle cx={cx} cy={cy} r={8} fill="none" stroke="var(--failed)" strokeWidth={1.5} />
                ) : null}
              </g>
            )
          }
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
