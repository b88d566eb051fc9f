"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { maskWords, previewSentence } from "@/format/maskWords";
import { factorColour } from "@/theme/factorColours";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { MaskCheckpoints, maskChannelTable } from "./MaskCheckpoints";
import { PreviewMaskDocument } from "./masking.query";
import { type MaskRule, ruleInput } from "./maskRule";

interface MaskPreviewProps {
  readonly runId: string;
  readonly runName: string;
  readonly rule: MaskRule;
}

/** The units that the rule would touch now; nothing is stored. */
export function MaskPreview({ runId, runName, rule }: MaskPreviewProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const variables = { rule: ruleInput(rule, runId) };
  const { data, previousData, error, refetch } = useQuery(PreviewMaskDocument, { variables });
  const checkpoints = (data ?? previousData)?.previewMask;
  const isSoft = rule.soft !== null;
  return (
    <Figure
      title="Units that the mask touches"
      sentence={checkpoints ? previewSentence(checkpoints, isSoft) : null}
      help={{
        text: "Bars are channels from first to last: a full bar means that every unit of the channel is touched. The number of units is exact; where several equal the threshold the seed decides among them.",
        anchor: "masks",
      }}
      source={{
        fileName: `${runName}-mask-${rule.measure}-${rule.factor}`,
        table: () => maskChannelTable(checkpoints ?? []),
        svg: () => serialiseFigure(drawing.current),
        query: PreviewMaskDocument,
        variables,
      }}
    >
      <p className="text-xs text-muted">Rule: {maskWords(rule)}.</p>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!checkpoints && !error ? <Skeleton className="mt-3 h-72 w-full" /> : null}
      {checkpoints && !error ? (
        <div ref={drawing} data-testid="mask-preview" className={data ? "" : "opacity-60"}>
          <MaskCheckpoints checkpoints={checkpoints} colour={factorColour(rule.factor)} isSoft={isSoft} />
        </div>
      ) : null}
    </Figure>
  );
}
