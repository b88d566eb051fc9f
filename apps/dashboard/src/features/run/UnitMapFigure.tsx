"use client";

import { useQuery } from "@apollo/client/react";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { ColourLegend } from "@/charts/ColourLegend";
import { type ColourScale, colourScale, scaleChoices, scaleColour } from "@/charts/colourScale";
import { MosaicCanvas } from "@/charts/MosaicCanvas";
import { isUntrusted, prepareUnitMap, type UnitMap, unitIndex, unitMapTable } from "@/charts/prepareUnitMap";
import { channelSentence } from "@/charts/sentences";
import { UnitMapCanvas } from "@/charts/UnitMapCanvas";
import { useTheme } from "@/charts/useTheme";
import { Figure } from "@/figure/Figure";
import { gridSvg } from "@/figure/svg";
import { type Estimate, formatEstimate } from "@/format/estimate";
import { MEASURE_WORDS, type ValueKind } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatShape, MISSING } from "@/format/number";
import type { ChannelOrder, RunUnitMapQuery } from "@/gql/graphql";
import { Button } from "@/ui/Button";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { unitPath, wholeWithin } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import { RunUnitMapDocument } from "./run.query";
import type { RunChoices } from "./runChoices";

interface UnitMapFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly choices: RunChoices;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

type MapAnswer = NonNullable<RunUnitMapQuery["run"]>["indexMaps"][number];

const ORDER_CHOICES: readonly { value: ChannelOrder; label: string }[] = [
  { value: "MEAN_DESC", label: "Mean" },
  { value: "MAX_DESC", label: "Largest" },
  { value: "INDEX_ASC", label: "Number" },
];

/** Means of correlations are ordered by their size. */
const STRENGTH_CHOICES = ORDER_CHOICES.map((choice) =>
  choice.value === "MEAN_DESC" ? { ...choice, label: "Strength" } : choice,
);

/** The channel as one number: its aggregated index, or the mean over its units where the measure has none. */
function channelEstimate(entry: MapAnswer["channels"][number], kind: ValueKind): Estimate {
  return kind === "share"
    ? { value: entry.aggregated ?? null, halfWidth: entry.aggregatedHalfWidth95 ?? null }
    : { value: entry.mean ?? null, halfWidth: entry.halfWidth95 ?? null };
}

/** Channels as the API orders them; means of correlations by their size, since those below 0 tell as much. */
function orderedChannels(
  answer: MapAnswer | undefined,
  kind: ValueKind,
  order: ChannelOrder,
): MapAnswer["channels"] {
  const channels = answer?.channels ?? [];
  if (kind !== "correlation" || order !== "MEAN_DESC") return channels;
  const size = (entry: MapAnswer["channels"][number]) => Math.abs(entry.mean ?? 0);
  return channels
    .filter(({ mean }) => mean != null)
    .sort((a, b) => size(b) - size(a))
    .concat(channels.filter(({ mean }) => mean == null));
}

function channelSvg(map: UnitMap, channel: number, scale: ColourScale, title: string): string {
  const cell = Math.max(4, Math.floor(400 / Math.max(map.height, map.width)));
  return gridSvg({
    title,
    columns: [],
    rows: Array.from({ length: map.height }, (_, y) => ({
      label: "",
      cells: Array.from({ length: map.width }, (_unused, x) => {
        const unit = unitIndex(map, channel, y, x);
        const value = map.values[unit]!;
        return {
          fill: Number.isFinite(value) ? scaleColour(value, scale) : null,
          isDotted: isUntrusted(map, unit),
        };
      }),
    })),
    cellWidth: cell,
    cellHeight: cell,
    labelWidth: 0,
  });
}

/** The index map of one checkpoint and factor: all channels as tiles, one of them at full size. */
export function UnitMapFigure({ runId, runName, choices, params, change }: UnitMapFigureProps) {
  const { measure, checkpoint, factor, order, scale: wanted } = choices;
  const { kind, hasFactor, short } = MEASURE_WORDS[measure];
  const variables = { id: runId, measure, checkpoint, factor: hasFactor ? factor : null, order };
  const { data, previousData, error, refetch } = useQuery(RunUnitMapDocument, { variables });
  const answer = (data ?? previousData)?.run?.indexMaps[0];
  const shown = useRef<HTMLCanvasElement>(null);
  const low = answer?.summary.min ?? 0;
  const high = answer?.summary.max ?? 1;
  const scale = useMemo(() => colourScale(kind, wanted, low, high), [kind, wanted, low, high]);
  const scales = scaleChoices(kind);
  const channels = useMemo(() => orderedChannels(answer, kind, order), [answer, kind, order]);
  const first = channels[0]?.channel ?? 0;
  const channel = wholeWithin(params.get("channel"), 0, (answer?.checkpoint.shape[0] ?? 1) - 1, first);
  const [map, mapError] = useMemo((): [UnitMap | null, unknown] => {
    if (!answer) return [null, null];
    try {
      const { checkpoint: place, valuesBase64, halfWidthsBase64, flagsBase64 } = answer;
      return [prepareUnitMap(place.shape, valuesBase64, halfWidthsBase64, flagsBase64 ?? null), null];
    } catch (problem) {
      return [null, problem];
    }
  }, [answer]);
  const title = `${hasFactor ? `${short} of ${factorName(factor)}` : short} at ${checkpoint}, channel ${channel}`;
  return (
    <Figure
      title="Unit map"
      sentence={
        answer
          ? channelSentence(
              channels.map((entry) => ({ channel: entry.channel, ...channelEstimate(entry, kind) })),
              answer.checkpoint.name,
              answer.factor ?? factor,
              measure,
            )
          : null
      }
      help={{
        text: "Every pixel is a unit, every tile a channel, all on one colour scale. Click a tile to see it large; click a unit there to open its page. Hatched units never vary and have no index; dotted ones have an interval that is not to be trusted, because too few evaluations tell something about them.",
        anchor: "unit-map",
      }}
      source={{
        fileName: `${runName}-${measure}-${checkpoint}-${factor}-units`,
        table: () => (map ? unitMapTable(map) : []),
        svg: () => (map ? channelSvg(map, channel, scale, title) : null),
        canvas: () => shown.current,
        query: RunUnitMapDocument,
        variables,
      }}
      controls={
        <>
          <span className="text-xs text-muted">Channels by</span>
          <Segmented
            label="Order of the channels"
            value={order}
            choices={kind === "correlation" ? STRENGTH_CHOICES : ORDER_CHOICES}
            onChange={(next) => change({ order: next === "MEAN_DESC" ? null : next })}
          />
          {scales ? (
            <Segmented
              label="Colour scale"
              value={wanted}
              choices={scales}
              onChange={(next) => change({ scale: next === "unit" ? null : next })}
            />
          ) : null}
          <ColourLegend
            scale={scale}
            hasUndefined={(answer?.summary.undefinedCount ?? 0) > 0}
            hasUntrusted={(answer?.summary.untrustedCount ?? 0) > 0}
          />
        </>
      }
    >
      {error && !answer ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {mapError instanceof Error ? <p role="alert">{mapError.message}</p> : null}
      {!answer && !error ? <Skeleton className="h-96 w-full" /> : null}
      {answer && map ? (
        <div className={data ? "" : "opacity-60"}>
          <UnitMapBody
            runId={runId}
            answer={answer}
            channels={channels}
            map={map}
            channel={channel}
            scale={scale}
            kind={kind}
            canvasRef={shown}
            change={change}
          />
        </div>
      ) : null}
    </Figure>
  );
}

interface UnitMapBodyProps {
  readonly runId: string;
  readonly answer: MapAnswer;
  /** In the order of the tiles. */
  readonly channels: MapAnswer["channels"];
  readonly map: UnitMap;
  readonly channel: number;
  readonly scale: ColourScale;
  readonly kind: ValueKind;
  readonly canvasRef: React.RefObject<HTMLCanvasElement | null>;
  readonly change: ChangeUrl;
}

function UnitMapBody({
  runId,
  answer,
  channels,
  map,
  channel,
  scale,
  kind,
  canvasRef,
  change,
}: UnitMapBodyProps) {
  const router = useRouter();
  const theme = useTheme();
  const mosaic = useRef<HTMLCanvasElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const order = useMemo(() => channels.map((entry) => entry.channel), [channels]);
  const position = order.indexOf(channel);
  const choose = (next: number | undefined) => {
    if (next !== undefined) change({ channel: String(next) });
  };
  const describe = (number: number): string => {
    const entry = channels.find((candidate) => candidate.channel === number);
    return `channel ${number}: ${entry ? formatEstimate(channelEstimate(entry, kind)) : MISSING}`;
  };
  return (
    <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="min-w-0 lg:order-2">
        <div className="mb-2 flex items-center gap-2">
          <Button
            aria-label="Previous channel"
            disabled={position <= 0}
            onClick={() => choose(order[position - 1])}
            className="px-2"
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Button>
          <Select
            label="Channel"
            quiet
            value={String(channel)}
            choices={order.map((number) => ({ value: String(number), label: `Channel ${number}` }))}
            onChange={(value) => choose(Number(value))}
          />
          <Button
            aria-label="Next channel"
            disabled={position < 0 || position >= order.length - 1}
            onClick={() => choose(order[position + 1])}
            className="px-2"
          >
            <ChevronRight aria-hidden className="size-4" />
          </Button>
          <span className="truncate text-xs text-muted">{formatShape([map.height, map.width])} units</span>
        </div>
        <UnitMapCanvas
          map={map}
          channel={channel}
          scale={scale}
          canvasRef={canvasRef}
          theme={theme}
          onOpen={(y, x) => router.push(unitPath(runId, answer.checkpoint.name, channel, y, x))}
        />
      </div>
      <div className="min-w-0 lg:order-1">
        <MosaicCanvas
          map={map}
          order={order}
          scale={scale}
          chosen={channel}
          onChoose={choose}
          onHover={setHovered}
          canvasRef={mosaic}
          theme={theme}
        />
        <p aria-live="polite" className="mt-2 h-5 text-xs text-muted">
          {hovered === null
            ? `${order.length} channels of ${answer.checkpoint.name}; chosen: ${describe(channel)}`
            : describe(hovered)}
        </p>
      </div>
    </div>
  );
}
