"use client";

import { Download } from "lucide-react";
import { useApiUrl } from "@/api/ApiProvider";
import { ChannelBarsChart } from "@/charts/ChannelBarsChart";
import { prepareChannelBars } from "@/charts/prepareChannelBars";
import { unitsOf } from "@/format/maskWords";
import { formatCount, formatFixed, formatShape, formatTenths, MISSING } from "@/format/number";
import type { MaskCheckpointPartsFragment } from "@/gql/graphql";

interface MaskCheckpointsProps {
  readonly checkpoints: readonly MaskCheckpointPartsFragment[];
  readonly colour: string;
  readonly isSoft: boolean;
}

/** The API's addresses may be relative to it. */
function useAddress(): (url: string) => string {
  const apiUrl = useApiUrl();
  return (url) => new URL(url, apiUrl).href;
}

/** What a mask touches, checkpoint by checkpoint: counts, threshold, units by channel and the files. */
export function MaskCheckpoints({ checkpoints, colour, isSoft }: MaskCheckpointsProps) {
  const address = useAddress();
  return (
    <ul className="divide-y divide-border">
      {checkpoints.map((entry) => {
        const all = unitsOf(entry.shape);
        return (
          <li key={entry.checkpoint} className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[13rem_minmax(0,1fr)]">
            <div className="min-w-0 space-y-1">
              <h3 className="font-mono text-xs font-medium">
                <span data-figure-text>{entry.checkpoint}</span>
                <span className="ml-2 font-sans font-normal text-muted">{formatShape(entry.shape)}</span>
              </h3>
              <p>
                <span className="font-semibold">{formatCount(entry.unitCount)}</span> of {formatCount(all)}{" "}
                units
                {all > 0 ? ` (${formatTenths(entry.unitCount / all)})` : ""}
              </p>
              <dl className="grid grid-cols-[auto_1fr] gap-x-2 text-xs text-muted">
                {isSoft ? null : (
                  <>
                    <dt>threshold</dt>
                    <dd
                      title={
                        entry.hasThreshold ? "Weakest index among the chosen units" : "No unit is chosen"
                      }
                    >
                      {entry.hasThreshold ? formatFixed(entry.threshold, 4) : MISSING}
                    </dd>
                    <dt>ties left out</dt>
                    <dd>{formatCount(entry.tiesLeftOut)}</dd>
                  </>
                )}
                <dt>without an index</dt>
                <dd>{formatCount(entry.undefinedCount)}</dd>
              </dl>
              <p className="flex flex-wrap gap-x-3 text-xs">
                <a
                  href={address(entry.downloadUrl)}
                  download
                  title="Multiplier of every unit as a NumPy file"
                  className="inline-flex items-center gap-1 text-accent hover:underline"
                >
                  <Download aria-hidden className="size-3.5" /> mask .npy
                </a>
                <a
                  href={address(entry.unitsUrl)}
                  download
                  title="Channel, y, x and index of every touched unit"
                  className="inline-flex items-center gap-1 text-accent hover:underline"
                >
                  <Download aria-hidden className="size-3.5" /> units .csv
                </a>
              </p>
            </div>
            <ChannelBarsChart
              checkpoint={entry.checkpoint}
              bars={prepareChannelBars(entry.channels, entry.shape)}
              colour={colour}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** The figure's table: one line a channel. */
export function maskChannelTable(
  checkpoints: readonly MaskCheckpointPartsFragment[],
): (string | number | null)[][] {
  return [
    ["checkpoint", "channel", "units_touched", "units_in_channel", "threshold"],
    ...checkpoints.flatMap(({ checkpoint, shape, channels, threshold, hasThreshold }) =>
      channels.map(({ channel, unitCount }) => [
        checkpoint,
        channel,
        unitCount,
        unitsOf(shape) / (shape[0] ?? 1),
        hasThreshold ? threshold : null,
      ]),
    ),
  ];
}
