"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { MaskCheckpoints, maskChannelTable } from "@/features/masking/MaskCheckpoints";
import { maskColour } from "@/features/masking/maskColour";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { type MaskLike, previewSentence } from "@/format/maskWords";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { MaskUnitsDocument } from "./mask.query";

interface MaskUnitsProps {
  readonly id: string;
  readonly mask: MaskLike & { readonly name: string };
}

/** The units that a stored mask touches, and its files. */
export function MaskUnits({ id, mask }: MaskUnitsProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useQuery(MaskUnitsDocument, { variables: { id } });
  const checkpoints = data?.mask?.checkpoints;
  // Only masks by rank have a threshold and ask for a number of units.
  const isRanked = mask.soft == null && mask.combination == null;
  return (
    <Figure
      title="Units that the mask touches"
      sentence={checkpoints ? previewSentence(checkpoints, !isRanked) : null}
      help={{
        text: "Bars are channels from first to last: a full bar means that every unit of the channel is touched. The files hold every unit's multiplier, and the touched units with their index.",
        anchor: "masks",
      }}
      source={{
        fileName: `${mask.name}-units`,
        table: () => maskChannelTable(checkpoints ?? []),
        svg: () => serialiseFigure(drawing.current),
        query: MaskUnitsDocument,
        variables: { id },
      }}
    >
      {error && !checkpoints ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!checkpoints && !error ? <Skeleton className="h-56 w-full" /> : null}
      {checkpoints ? (
        <div ref={drawing}>
          <MaskCheckpoints checkpoints={checkpoints} colour={maskColour(mask)} isSoft={!isRanked} />
        </div>
      ) : null}
    </Figure>
  );
}
