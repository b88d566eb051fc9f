import { excludesZero, formatEstimate } from "@/format/estimate";
import { factorName, factorWord } from "@/format/names";
import { formatCount } from "@/format/number";
import { UntrustedMark } from "@/ui/UntrustedMark";
import type { FoundUnit } from "./unitEstimates";

/** What pairs of factors do to one unit only together (S2); nothing in runs without second order. */
export function UnitPairs({ unit }: { readonly unit: FoundUnit }) {
  const pairs = unit.indices
    .filter((entry) => entry.measure === "S2" && entry.factor && entry.withFactor)
    .map((entry) => ({ ...entry, value: entry.value ?? null, halfWidth: entry.halfWidth95 ?? null }))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  if (pairs.length === 0) return null;
  const clear = pairs.filter(excludesZero);
  return (
    <section className="rounded-lg border border-border bg-surface p-4">
      <h2 className="text-base font-semibold">Pairs of factors</h2>
      <p className="text-muted">
        {clear.length === 0
          ? `None of ${formatCount(pairs.length)} pairs goes beyond its interval.`
          : `${formatCount(clear.length)} of ${formatCount(pairs.length)} pairs ${clear.length === 1 ? "goes beyond its interval" : "go beyond their intervals"}.`}
      </p>
      <ul className="mt-3 grid gap-x-8 gap-y-1 sm:grid-cols-2 xl:grid-cols-3">
        {pairs.slice(0, 9).map((pair) => (
          <li
            key={`${pair.factor}/${pair.withFactor}`}
            className="flex justify-between gap-3 border-b border-border py-1"
          >
            <span className={excludesZero(pair) ? "" : "text-muted"}>
              {factorName(pair.factor!)} with {factorWord(pair.withFactor!)}
            </span>
            <span className={`whitespace-nowrap ${excludesZero(pair) ? "font-medium" : "text-muted"}`}>
              {pair.trusted === false ? <UntrustedMark /> : null}
              {formatEstimate(pair)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
