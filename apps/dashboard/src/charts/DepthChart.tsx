"use client";

import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  usePlotArea,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts";
import { formatEstimate } from "@/format/estimate";
import { factorName } from "@/format/names";
import { formatFixed } from "@/format/number";
import { factorColour, factorLook } from "@/theme/factorColours";
import { ChartTooltip, FactorMark } from "./ChartTooltip";
import { spreadLabels } from "./endLabels";
import { Marker } from "./Marker";
import { bandKey, type DepthSeries, prepareDepthChart } from "./prepareDepth";
import { runDash } from "./runStyle";
import { type Axis, tickDecimals } from "./ticks";

interface DepthChartProps {
  readonly series: readonly DepthSeries[];
  readonly checkpoints: readonly string[];
  /** Names of the runs by position; lines are labelled by run when there are several. */
  readonly runNames?: readonly string[];
  readonly height: number;
  /** Drawn at full strength while the others step back. */
  readonly emphasised?: string | null;
  /** Room for the labels at the lines' ends, px; 0 leaves labels out. */
  readonly labelRoom: number;
  /** The y axis, when several charts must share one. */
  readonly axis?: Axis;
}

function lastValue(line: DepthSeries): number | null {
  return line.points.findLast((point) => point.value !== null)?.value ?? null;
}

interface EndLabelsProps {
  readonly series: readonly DepthSeries[];
  readonly emphasised: string | null;
}

/** Names at the lines' ends, moved apart where lines end close together. */
function EndLabels({ series, emphasised }: EndLabelsProps) {
  const plot = usePlotArea();
  const scale = useYAxisScale();
  if (!plot || !scale) return null;
  const labels = series.flatMap((line) => {
    const value = lastValue(line);
    const y = value === null ? undefined : scale(value);
    return y === undefined ? [] : [{ key: line.key, factor: line.factor, y }];
  });
  const places = spreadLabels(labels, 15, plot.y + 4, plot.y + plot.height - 2);
  const right = plot.x + plot.width;
  return (
    <g>
      {labels.map(({ key, factor, y }) => {
        const place = places.get(key) ?? y;
        const colour = factorColour(factor);
        return (
          <g key={key}>
            <path
              d={`M${right + 7},${y}L${right + 16},${place}`}
              stroke={colour}
              strokeWidth={1}
              fill="none"
              opacity={0.6}
            />
            <text
              x={right + 20}
              y={place + 4}
              fontSize={12}
              fontWeight={emphasised === factor ? 600 : 500}
              fill={colour}
            >
              {factorName(factor)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Sensitivity by depth: checkpoints in forward order, one line a factor, its interval as a band. */
export function DepthChart(props: DepthChartProps) {
  const { series, checkpoints, runNames = [], height, emphasised = null, labelRoom } = props;
  const data = prepareDepthChart(series, checkpoints);
  const axis = props.axis ?? data.axis;
  const decimals = tickDecimals(axis.ticks);
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={[...data.rows]} margin={{ top: 10, right: labelRoom + 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="checkpoint"
          scale="point"
          padding={{ left: 14, right: 6 }}
          tickLine={false}
          axisLine={{ stroke: "var(--border-strong)" }}
          tick={{ fontSize: 12, fill: "var(--muted)", fontFamily: "var(--font-mono)" }}
          interval="equidistantPreserveStart"
          minTickGap={10}
        />
        <YAxis
          domain={[axis.low, axis.high]}
          ticks={[...axis.ticks]}
          width={38}
          tickLine={false}
          axisLine={false}
          tick={{ fontSize: 12, fill: "var(--muted)" }}
          tickFormatter={(value) => formatFixed(Number(value), decimals)}
        />
        {axis.low < 0 ? <ReferenceLine y={0} stroke="var(--border-strong)" /> : null}
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--border-strong)" }}
          content={({ active, label }) => {
            const at = checkpoints.indexOf(String(label));
            if (!active || at < 0) return null;
            const ranked = series
              .map((line) => ({ line, point: line.points[at] ?? { value: null, halfWidth: null } }))
              .sort((a, b) => (b.point.value ?? -1) - (a.point.value ?? -1));
            return (
              <ChartTooltip title={String(label)}>
                <table>
                  <tbody>
                    {ranked.map(({ line, point }) => (
                      <tr key={line.key}>
                        <td className="pr-3">
                          <span className="inline-flex items-center gap-1.5">
                            <FactorMark factor={line.factor} />
                            {factorName(line.factor)}
                          </span>
                        </td>
                        {runNames.length > 1 ? (
                          <td className="max-w-32 truncate pr-3 text-muted">{runNames[line.run]}</td>
                        ) : null}
                        <td className="text-right">{formatEstimate(point)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ChartTooltip>
            );
          }}
        />
        {series.map((line) => (
          <Area
            key={bandKey(line.key)}
            dataKey={bandKey(line.key)}
            stroke="none"
            fill={factorColour(line.factor)}
            fillOpacity={emphasised && emphasised !== line.factor ? 0.05 : 0.16}
            isAnimationActive={false}
            activeDot={false}
            tooltipType="none"
          />
        ))}
        {series.map((line) => {
          const { marker, hollow } = factorLook(line.factor);
          const colour = factorColour(line.factor);
          const isQuiet = emphasised !== null && emphasised !== line.factor;
          return (
            <Line
              key={line.key}
              dataKey={line.key}
              stroke={colour}
              strokeWidth={emphasised === line.factor ? 2.5 : 1.75}
              strokeOpacity={isQuiet ? 0.4 : 1}
              strokeDasharray={runDash(line.run)}
              connectNulls={false}
              isAnimationActive={false}
              activeDot={false}
              dot={({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
                cx === undefined || cy === undefined || cy === null ? (
                  <g key={index} />
                ) : (
                  <g key={index} opacity={isQuiet ? 0.4 : 1}>
                    <Marker shape={marker} cx={cx} cy={cy} size={3.5} colour={colour} hollow={hollow} />
                  </g>
                )
              }
            />
          );
        })}
        {labelRoom > 0 ? (
          <EndLabels series={series.filter((line) => line.run === 0)} emphasised={emphasised} />
        ) : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
