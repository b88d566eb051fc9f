"use client";

import Link from "next/link";
import { FactorMark } from "@/charts/ChartTooltip";
import { isActive, newestFirst } from "@/features/runs/runState";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { excludesZero } from "@/format/estimate";
import { maskWords } from "@/format/maskWords";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate } from "@/format/time";
import type { RunMasksQuery } from "@/gql/graphql";
import { STATUS_WORDS } from "@/ui/StatusBadge";
import { maskPath } from "@/url/choices";

export type ListedMask = NonNullable<RunMasksQuery["run"]>["masks"][number];

/** The latest evaluation of a mask in a few words, or how far it is. */
function EvaluationSummary({ mask }: { readonly mask: ListedMask }) {
  const [latest] = newestFirst(mask.evaluations.filter(({ masked }) => masked != null));
  const active = mask.evaluations.find(isActive);
  if (!latest) {
    return (
      <span className="text-muted">
        {active ? `${STATUS_WORDS[active.status].toLowerCase()} now` : "not evaluated yet"}
      </span>
    );
  }
  const { masked, maskedMinusRandom } = latest;
  const difference = maskedMinusRandom
    ? { value: maskedMinusRandom.difference, halfWidth: maskedMinusRandom.halfWidth95 }
    : null;
  return (
    <span>
      {masked ? formatAccuracy(masked.top1, masked.halfWidth95) : ""}
      {difference ? (
        <span
          title="Accuracy with the mask minus accuracy with random masks of the same size"
          className={`block text-xs ${excludesZero(difference) ? "font-medium text-text" : "text-muted"}`}
        >
          {formatPoints(difference)} against random
        </span>
      ) : null}
    </span>
  );
}

/** The stored masks of a run, the newest first. */
export function MaskList({ masks }: { readonly masks: readonly ListedMask[] }) {
  const now = Date.now();
  const cell = "py-2 pr-4 align-top";
  return (
    <div className="overflow-x-auto">
      <table data-testid="mask-list" className="w-full min-w-[640px]">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th className="py-1.5 pr-4 font-medium">Mask</th>
            <th className="py-1.5 pr-4 text-right font-medium">Units</th>
            <th className="py-1.5 pr-4 text-right font-medium">Evaluations</th>
            <th className="py-1.5 pr-4 font-medium">Latest accuracy</th>
            <th className="py-1.5 font-medium">Stored</th>
          </tr>
        </thead>
        <tbody>
          {masks.map((mask) => (
            <tr key={mask.id} className="border-b border-border last:border-0 hover:bg-sunken">
              <td className={cell}>
                <Link href={maskPath(mask.id)} className="font-medium hover:text-accent hover:underline">
                  {mask.name}
                </Link>
                <span className="flex items-center gap-1.5 text-xs text-muted">
                  {mask.combination ? null : <FactorMark factor={mask.factor} />}
                  {maskWords(mask)}
                </span>
              </td>
              <td className={`${cell} text-right`}>{formatCount(mask.unitCount)}</td>
              <td className={`${cell} text-right`}>{formatCount(mask.evaluations.length)}</td>
              <td className={cell}>
                <EvaluationSummary mask={mask} />
              </td>
              <td className="whitespace-nowrap py-2 align-top text-muted" title={formatDate(mask.createdAt)}>
                {formatAgo(mask.createdAt, now)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
