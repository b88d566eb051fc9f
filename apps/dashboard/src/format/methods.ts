import type { Method } from "@/gql/graphql";

/** The methods in the order in which they are offered. */
export const METHODS: readonly Method[] = ["SHAPLEY", "SOBOL", "SHAPLEY_NESTED", "CONTRAST", "VARIANCE"];

export const METHOD_NAMES: Readonly<Record<Method, string>> = {
  SHAPLEY: "Shapley effects",
  SOBOL: "Sobol’ indices",
  SHAPLEY_NESTED: "Shapley, nested",
  CONTRAST: "Contrast",
  VARIANCE: "Variance only",
};

/** What a method gives, in one sentence. */
export const METHOD_HELP: Readonly<Record<Method, string>> = {
  SHAPLEY: "Fair shares of the variance that add up to 1, with ST and S1 from the same evaluations.",
  SOBOL:
    "What every factor explains alone (S1) and takes part in (ST), with second order also its pairs (S2).",
  SHAPLEY_NESTED:
    "The same fair shares by the paper’s loops over orders, outer and inner samples: dearer, for comparison.",
  CONTRAST: "Changed against plain images, one augmentation at a time: does it raise or lower a unit?",
  VARIANCE: "Mean and variance of every unit under all changes together, not split among factors.",
};
