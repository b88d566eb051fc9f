import { factorWord } from "@/format/names";
import { formatCount, formatFixed, formatList } from "@/format/number";

/** What has to be exceeded for a candidate. */
export interface CandidateThresholds {
  readonly leastJaccard: number;
  readonly timesUnmasked: number;
  /** Share of random class sets, 0 to 1. */
  readonly randomProbability: number;
}

export const USUAL_THRESHOLDS: CandidateThresholds = {
  leastJaccard: 0.01,
  timesUnmasked: 3,
  randomProbability: 0.95,
};

interface MatchLike {
  readonly factor: string;
  readonly jaccard: number;
  readonly unmaskedJaccard: number;
  readonly randomJaccard95: number;
  readonly isCandidate: boolean;
  readonly collapsed: boolean;
}

/** A Jaccard similarity with as many digits as tell 0.003 from 0.01. */
export function formatJaccard(value: number): string {
  return formatFixed(value, 3);
}

/** Candidate or not, and what stands against it. */
export function verdictWords(match: MatchLike, thresholds: CandidateThresholds): string {
  const { leastJaccard, timesUnmasked, randomProbability } = thresholds;
  if (match.collapsed)
    return "Cannot be judged: under every mask the network gives one answer to nearly every image.";
  if (match.isCandidate)
    return "Candidate: masked predictions lean to these classes more than chance, unmasked inputs and random classes explain.";
  const reasons = [
    ...(match.jaccard < leastJaccard ? [`the overlap is below ${formatJaccard(leastJaccard)}`] : []),
    ...(match.jaccard < timesUnmasked * match.unmaskedJaccard
      ? [`it is less than ${timesUnmasked} times that without a mask`]
      : []),
    ...(match.jaccard <= match.randomJaccard95
      ? [`${formatCount((1 - randomProbability) * 100)} in 100 random sets of classes overlap as much`]
      : []),
  ];
  return reasons.length > 0
    ? `No candidate: ${formatList(reasons)}.`
    : "No candidate: the network collapses to one answer there.";
}

/** Which factors have candidates. */
export function singleClassSentence(matches: readonly MatchLike[], topClasses: number): string {
  if (matches.length === 0) return "The study masked by no factor that can be judged.";
  const candidates = matches.filter(({ isCandidate }) => isCandidate).map(({ factor }) => factorWord(factor));
  const collapsed = matches.filter((match) => match.collapsed).length;
  const rest =
    collapsed > 0
      ? ` For ${formatCount(collapsed)} the network collapses under every mask, so that nothing can be said.`
      : "";
  const head =
    candidates.length === 0
      ? `For none of ${formatCount(matches.length)} factors do masked predictions lean to its ${formatCount(topClasses)} most sensitive classes beyond what chance and plain damage explain.`
      : `Masked by ${formatList(candidates)}, predictions lean to the ${formatCount(topClasses)} classes whose outputs are most sensitive to the same factor, more than chance and plain damage explain.`;
  return head + rest;
}
