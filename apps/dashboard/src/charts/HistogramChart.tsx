"use client";

import {
  Bar,
  BarChart,
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount, formatFixed } from "@/format/number";
import { ChartTooltip } from "./ChartTooltip";
import type { HistogramBar } from "./prepareDistribution";
import { niceTicks, tickDecimals } from "./ticks";

interface HistogramChartProps {
  readonly bars: readonly HistogramBar[];
  readonly colour: string;
  readonly mean: number | null;
  /** What is on the x axis: "ST of hue". */
  readonly valueName: string;
  readonly height: number;
}

/** How many units have which value. Bars stand on their own axis of bins; the visible axis is the value's. */
export function HistogramChart({ bars, colour, mean, valueName, height }: HistogramChartProps) {
  const low = bars[0]?.low ?? 0;
  const high = bars.at(-1)?.high ?? 1;
  const ticks = niceTicks(low, high, 6).filter((tick) => tick >= low - 1e-9 && tick <= high + 1e-9);
  const counts = niceTicks(0, Math.max(1, ...bars.map((bar) => bar.count)), 4).filter(Number.isInteger);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart data={[...bars]} barCategoryGap={1} margin={{ top: 18, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis xAxisId="bins" dataKey="low" hide height={0} />
        <XAxis
          xAxisId="value"
          type="number"
          height={46}
          dataKey="low"
          domain={[low, high]}
          ticks={ticks}
          tickLine={false}
          axisLine={{ stroke: "var(--border-strong)" }}
          tick={{ fontSize: 12, fill: "var(--muted)" }}
          tickFormatter={(value) => formatFixed(Number(value), tickDecimals(ticks))}
          label={{
            value: valueName,
            position: "insideBottom",
            offset: 4,
            fontSize: 12,
            fill: "var(--muted)",
          }}
        />
        <YAxis
          width={44}
          tickLine={false}
          axisLine={false}
          domain={[0, counts.at(-1) ?? 1]}
          ticks={counts}
          tick={{ fontSize: 12, fill: "var(--muted)" }}
          tickFormatter={(value) => formatCount(Number(value))}
        />
        <Tooltip
          axisId="bins"
          isAnimationActive={false}
          cursor={{ fill: "var(--sunken)" }}
          content={({ active, payload }) => {
            const bar = payload?.[0]?.payload as HistogramBar | undefined;
            if (!active || !bar) return null;
            return (
              <ChartTooltip title={`${formatFixed(bar.low, 3)} to ${formatFixed(bar.high, 3)}`}>
                {formatCount(bar.count)} {bar.count === 1 ? "unit" : "units"}
              </ChartTooltip>
            );
          }}
        />
        <Bar xAxisId="bins" dataKey="count" fill={colour} isAnimationActive={false} />
        {mean === null ? null : (
          <ReferenceLine
            xAxisId="value"
            x={mean}
            stroke="var(--text)"
            strokeDasharray="3 3"
            label={{ value: "mean", position: "top", fontSize: 12, fill: "var(--text)" }}
          />
        )}
      </BarChart>
    </ResponsiveContainer>
  );
}
