import { formatCount } from "@/format/number";
import type { Method } from "@/gql/graphql";
import type { Draft } from "./draft";

/** What of images and augmentations the cost of a run depends on. */
export interface Offer {
  readonly classes: number;
  readonly partitions: number;
  /** Scalar parameters by augmentation; 0 for one that is only applied or not. */
  readonly parameters: ReadonlyMap<string, number>;
}

/** How a design is sized. */
export interface DesignSize {
  /** d, factors that vary. */
  readonly factors: number;
  /** Scalar columns of these factors. */
  readonly columns: number;
}

/**
 * Factors and columns of the design that the server will make of a draft: a single augmentation has no order, a single
 * class or partition does not vary, and the image becomes a factor of its own where class is none.
 */
export function designSize(draft: Draft, offer: Offer): DesignSize {
  const own = draft.factors.map((key) => offer.parameters.get(key) ?? 0);
  if (draft.method === "CONTRAST") return { factors: own.length, columns: own.length };
  const hasClass = draft.includeClass && offer.classes > 1;
  const isSeparate = draft.image === "SEPARATE" || (draft.image === "WITH_CLASS" && !hasClass);
  const hasOwnColumn = draft.image === "WITH_CLASS" && hasClass;
  const others = [
    draft.includePermutation && own.length > 1,
    hasClass,
    draft.includePartition && offer.partitions > 1,
    isSeparate,
  ].filter(Boolean).length;
  const augmentationColumns = own.reduce(
    (sum, parameters) => sum + (parameters === 0 ? 1 : parameters + Number(draft.useSwitches)),
    0,
  );
  return {
    factors: own.length + others,
    columns: augmentationColumns + others + Number(hasOwnColumn),
  };
}

/** Evaluations that a design asks for, and how they come about. */
export interface Cost {
  /** NaN while a number is missing. */
  readonly evaluations: number;
  /** "N × (d + 1) with N = 256 and d = 9 factors". */
  readonly formula: string;
}

/** The cost of a draft by one of the methods. */
export function methodCost(draft: Draft, method: Method, offer: Offer): Cost {
  const { factors: d, columns } = designSize({ ...draft, method }, offer);
  const n = draft.baseSamples;
  const known = `N = ${Number.isNaN(n) ? "?" : formatCount(n)} and d = ${d} ${d === 1 ? "factor" : "factors"}`;
  switch (method) {
    case "SOBOL":
      return draft.secondOrder
        ? { evaluations: n * (2 * d + 2), formula: `N × (2d + 2) with ${known}` }
        : { evaluations: n * (d + 2), formula: `N × (d + 2) with ${known}` };
    case "SHAPLEY":
      return { evaluations: n * (d + 1), formula: `N × (d + 1) with ${known}` };
    case "SHAPLEY_NESTED": {
      const players = draft.players === "COLUMNS" ? columns : d;
      const { permutations, outerSamples, innerSamples } = draft;
      return {
        evaluations: permutations * players * outerSamples * innerSamples,
        formula: `orders × players × outer × inner samples with ${players} players`,
      };
    }
    case "CONTRAST": {
      const changed = draft.factors.reduce(
        (sum, key) => sum + ((offer.parameters.get(key) ?? 0) > 0 ? draft.draws : 1),
        0,
      );
      return {
        evaluations: n * (1 + changed),
        formula: `N images, each plain and in ${Number.isNaN(changed) ? "?" : formatCount(changed)} changed versions`,
      };
    }
    case "VARIANCE":
      return { evaluations: n, formula: "N, one evaluation a sample" };
  }
}
