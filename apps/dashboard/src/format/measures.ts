import type { Measure, Method } from "@/gql/graphql";

/** The measures of single maps that a person can choose; S2 has a figure of its own. */
export type ChosenMeasure = "SHAPLEY" | "ST" | "S1" | "CONTRAST" | "MEAN" | "VARIANCE";

/** What the values of a measure are: shares of variance (0..1), correlations (-1..1), or numbers in activations. */
export type ValueKind = "share" | "correlation" | "activation";

/** How a measure is named and explained. */
export interface MeasureWords {
  readonly name: string;
  /** As it stands in table heads and on axes. */
  readonly short: string;
  readonly help: string;
  readonly kind: ValueKind;
  /** False for numbers of a unit that belong to no factor. */
  readonly hasFactor: boolean;
}

export const MEASURE_WORDS: Readonly<Record<ChosenMeasure, MeasureWords>> = {
  SHAPLEY: {
    name: "Shapley effect",
    short: "Shapley",
    help: "The factor's fair share of a unit's variance: what it explains alone, and an equal part of what it explains together with others. The shares of all factors add up to 1.",
    kind: "share",
    hasFactor: true,
  },
  ST: {
    name: "Total effect (ST)",
    short: "ST",
    help: "The share of a unit's variance in which the factor takes part, alone or together with others. The shares of all factors may add up to more than 1.",
    kind: "share",
    hasFactor: true,
  },
  S1: {
    name: "First order (S1)",
    short: "S1",
    help: "The share of a unit's variance that the factor explains alone. The shares of all factors add up to at most 1.",
    kind: "share",
    hasFactor: true,
  },
  CONTRAST: {
    name: "Contrast",
    short: "Contrast",
    help: "Treatment against control: the point-biserial correlation of a unit's activation with whether the image was changed by this one augmentation. Above 0 the change raises the activation, below 0 it lowers it; 0 means no shift.",
    kind: "correlation",
    hasFactor: true,
  },
  MEAN: {
    name: "Mean",
    short: "Mean",
    help: "The mean of a unit's output over the whole sample, in activations.",
    kind: "activation",
    hasFactor: false,
  },
  VARIANCE: {
    name: "Variance",
    short: "Variance",
    help: "How much a unit's output varies over the whole sample, in squared activations: what the other methods split among the factors.",
    kind: "activation",
    hasFactor: false,
  },
};

const METHOD_MEASURES: Readonly<Record<Method, readonly [ChosenMeasure, ...ChosenMeasure[]]>> = {
  SOBOL: ["ST", "S1"],
  SHAPLEY: ["SHAPLEY", "ST", "S1"],
  SHAPLEY_NESTED: ["SHAPLEY"],
  CONTRAST: ["CONTRAST"],
  VARIANCE: ["VARIANCE", "MEAN"],
};

/** The measures that runs of a method yield, the one to open with first. */
export function measuresOf(method: Method): readonly [ChosenMeasure, ...ChosenMeasure[]] {
  return METHOD_MEASURES[method];
}

/** Measures that masks can rank units by: those of a factor whose size says how sensitive a unit is. */
export type MaskMeasure = "SHAPLEY" | "ST" | "S1" | "S2" | "CONTRAST" | "CONTRAST_RANK";

/** Measures of a method that masks can rank units by, the usual one first; empty where nothing belongs to a factor. */
export function maskMeasuresOf(method: Method, hasPairs: boolean): readonly MaskMeasure[] {
  switch (method) {
    case "SOBOL":
      return hasPairs ? ["ST", "S1", "S2"] : ["ST", "S1"];
    case "SHAPLEY":
      return ["SHAPLEY", "ST", "S1"];
    case "SHAPLEY_NESTED":
      return ["SHAPLEY"];
    case "CONTRAST":
      return ["CONTRAST", "CONTRAST_RANK"];
    case "VARIANCE":
      return [];
  }
}

/** The measures that all of these methods yield, in the order of the first; empty when they share none. */
export function commonMeasures(methods: readonly Method[]): ChosenMeasure[] {
  const [first, ...others] = methods;
  if (first === undefined) return [];
  return measuresOf(first).filter((measure) =>
    others.every((method) => measuresOf(method).includes(measure)),
  );
}

/** How far a value is from "no influence": correlations count by their size, whatever their sign. */
export function strength(measure: ChosenMeasure, value: number): number {
  return MEASURE_WORDS[measure].kind === "correlation" ? Math.abs(value) : value;
}

/** A measure as it stands in a table of everything that a run says about one unit. */
export const UNIT_MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  SHAPLEY: "Shapley",
  ST: "ST",
  S1: "S1",
  S2: "S2",
  MEAN: "Mean",
  VARIANCE: "Variance",
  CONTRAST: "Correlation",
  CONTRAST_MEAN: "Mean difference",
  CONTRAST_SD: "SD of differences",
  CONTRAST_RANK: "Rank correlation",
  CONTRAST_P: "p",
  CONTRAST_P_CORRECTED: "p, corrected",
};

/** Why a unit's interval carries a mark. */
export const UNTRUSTED = "interval not to be trusted: too few evaluations tell something about this unit";
