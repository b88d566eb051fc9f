import { registerEnumType } from "type-graphql";
import { Measure, Method, RunStatus } from "../../db/generated/enums.js";

export { Measure, Method, RunStatus };

registerEnumType(Method, {
  name: "Method",
  description: "How a run samples and what it estimates.",
  valuesConfig: {
    SOBOL: { description: "S1, ST and optionally S2 by the Saltelli design." },
    SHAPLEY: { description: "Shapley effects, S1 and ST by the one-pass random-permutation estimator." },
    SHAPLEY_NESTED: { description: "Shapley effects by the paper's permutation x outer x inner sampling." },
    VARIANCE: { description: "Mean and total variance of each unit." },
    CONTRAST: { description: "Treatment against control, one augmentation at a time." },
  },
});

registerEnumType(Measure, {
  name: "Measure",
  description:
    "What a number of a unit says. Indices are shares of the unit's output variance, without unit.",
  valuesConfig: {
    S1: { description: "First-order Sobol' index: what the factor does alone." },
    ST: { description: "Total Sobol' index: what the factor does alone and together with others." },
    S2: { description: "Second-order Sobol' index of two factors: what they do together beyond each alone." },
    SHAPLEY: { description: "Shapley effect: a fair share of the variance; the effects add up to 1." },
    VARIANCE: { description: "Variance of the unit's output, in squared activations; no factor." },
    MEAN: { description: "Mean of the unit's output, in activations; no factor." },
    CONTRAST: {
      description:
        "Effect of an augmentation, treatment against control, as a point-biserial correlation, -1 to 1.",
    },
    CONTRAST_MEAN: {
      description: "Mean of the paired differences between augmented and plain input, in activations.",
    },
    CONTRAST_SD: { description: "Standard deviation of the paired differences, in activations." },
    CONTRAST_RANK: { description: "Rank-biserial correlation of the paired differences, -1 to 1." },
    CONTRAST_P: { description: "p value of Wilcoxon's signed-rank test of the paired differences." },
    CONTRAST_P_CORRECTED: {
      description: "The same, corrected for testing all units of all checkpoints (Benjamini-Yekutieli).",
    },
  },
});

registerEnumType(RunStatus, {
  name: "RunStatus",
  description: "Where a run stands.",
  valuesConfig: {
    QUEUED: { description: "Waits for a worker." },
    RUNNING: { description: "A worker evaluates it." },
    SUCCEEDED: { description: "Finished; its index maps can be read." },
    FAILED: { description: "Ended by an error, see failure; resumeRun continues it." },
    CANCELLED: { description: "Stopped by a person; resumeRun continues it." },
  },
});

export const ImageMode = { WITH_CLASS: "WITH_CLASS", SEPARATE: "SEPARATE", REDRAW: "REDRAW" } as const;
export type ImageMode = (typeof ImageMode)[keyof typeof ImageMode];

registerEnumType(ImageMode, {
  name: "ImageMode",
  description: "What decides which image of a class and partition a row uses.",
  valuesConfig: {
    WITH_CLASS: { description: "A sampled column that belongs to the class factor." },
    SEPARATE: { description: "A factor of its own, key image." },
    REDRAW: {
      description: "Drawn afresh in every row: only to reproduce the authors' numbers, lifts every ST.",
    },
  },
});

export const Players = { FACTORS: "FACTORS", COLUMNS: "COLUMNS" } as const;
export type Players = (typeof Players)[keyof typeof Players];

registerEnumType(Players, {
  name: "Players",
  description: "Whose Shapley effects a nested run estimates.",
  valuesConfig: {
    FACTORS: { description: "Those of the factors, as the other methods." },
    COLUMNS: {
      description:
        "Those of every single parameter, as in the paper; a factor's effect is the sum over its own. This is another game, with other numbers.",
    },
  },
});

export const RunOrder = {
  CREATED_DESC: "CREATED_DESC",
  CREATED_ASC: "CREATED_ASC",
  NAME_ASC: "NAME_ASC",
} as const;
export type RunOrder = (typeof RunOrder)[keyof typeof RunOrder];

registerEnumType(RunOrder, {
  name: "RunOrder",
  description: "Order of a list of runs.",
  valuesConfig: {
    CREATED_DESC: { description: "The newest first." },
    CREATED_ASC: { description: "The oldest first." },
    NAME_ASC: { description: "By name." },
  },
});
