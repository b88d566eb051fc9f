import type { MaskLike } from "@/format/maskWords";
import { type MaskMeasure, maskMeasuresOf } from "@/format/measures";
import type { MaskDirection, MaskRuleInput, Method, SoftMask } from "@/gql/graphql";
import { listOf, maskingPath, numberWithin, oneOf, wholeWithin, withChanges } from "@/url/choices";

/** What the choice of a rule depends on. */
export interface MaskRun {
  readonly id: string;
  readonly method: Method;
  readonly design: Readonly<Record<string, unknown>>;
  readonly factors: readonly { readonly key: string; readonly kind: string }[];
  readonly checkpoints: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** A rule as the masking page's URL holds it, completed by what the run has. */
export interface MaskRule {
  readonly measure: MaskMeasure;
  readonly factor: string;
  /** Second factor; S2 only. */
  readonly withFactor: string | null;
  readonly percentile: number;
  readonly direction: MaskDirection;
  readonly alpha: number;
  readonly soft: SoftMask | null;
  /** In forward order, at least one. */
  readonly checkpoints: readonly string[];
  readonly seed: number;
}

/** Multipliers on offer; any other number can be typed. */
export const ALPHAS: readonly number[] = [0, 0.5, 1.5];
export const MOST_ALPHA = 1000;
const MOST_SEED = 2 ** 31 - 1;

/** Measures that a mask of this run can rank units by; empty for a run that splits nothing among factors. */
export function maskMeasures(run: Pick<MaskRun, "method" | "design">): readonly MaskMeasure[] {
  return maskMeasuresOf(run.method, run.design["secondOrder"] === true);
}

/** Checkpoints whose channels have an extent: those that the study of the paper masks. */
export function convolutionalCheckpoints(run: Pick<MaskRun, "checkpoints">): string[] {
  return run.checkpoints
    .filter(({ shape }) => shape.slice(1).reduce((product, size) => product * size, 1) > 1)
    .map(({ name }) => name);
}

/** Checkpoints that masks act on unless a person chooses: the convolutional ones, or all where there are none. */
export function usualCheckpoints(run: Pick<MaskRun, "checkpoints">): string[] {
  const convolutional = convolutionalCheckpoints(run);
  return convolutional.length > 0 ? convolutional : run.checkpoints.map(({ name }) => name);
}

/** Reads a rule from the URL; what the run does not have falls back to what is most telling. Null when it has no measure. */
export function readMaskRule(params: URLSearchParams, run: MaskRun): MaskRule | null {
  const measures = maskMeasures(run);
  const [first] = measures;
  if (first === undefined || run.factors.length === 0) return null;
  const keys = run.factors.map(({ key }) => key);
  const augmentations = run.factors.filter(({ kind }) => kind === "AUGMENTATION").map(({ key }) => key);
  const measure = oneOf(params.get("measure"), measures, first);
  const factor = oneOf(params.get("factor"), keys, augmentations[0] ?? keys[0]!);
  const others = keys.filter((key) => key !== factor);
  const names = run.checkpoints.map(({ name }) => name);
  const chosen = listOf(params.get("checkpoints")).filter((name) => names.includes(name));
  return {
    measure,
    factor,
    withFactor: measure === "S2" ? oneOf(params.get("with"), others, others[0] ?? null) : null,
    percentile: numberWithin(params.get("percentile"), 0, 1, 0.9),
    direction: oneOf(params.get("direction"), ["ABOVE", "BELOW"] as const, "ABOVE"),
    alpha: numberWithin(params.get("alpha"), -MOST_ALPHA, MOST_ALPHA, 0),
    soft: oneOf(params.get("soft"), ["M", "ONE_MINUS_M"] as const, null),
    checkpoints: chosen.length > 0 ? names.filter((name) => chosen.includes(name)) : usualCheckpoints(run),
    seed: wholeWithin(params.get("seed"), 0, MOST_SEED, 0),
  };
}

/** The rule as the API takes it. */
export function ruleInput(rule: MaskRule, runId: string): MaskRuleInput {
  const { withFactor, soft, checkpoints, ...rest } = rule;
  return {
    ...rest,
    runId,
    checkpoints: [...checkpoints],
    ...(withFactor === null ? {} : { withFactor }),
    ...(soft === null ? {} : { soft }),
  };
}

/** The masking page with the rule of a stored mask filled in; the usual checkpoints where none are named. */
export function rulePath(
  mask: MaskLike & { readonly checkpoints: readonly string[] },
  runId: string,
): string {
  const { measure, factor, withFactor, percentile, direction, alpha, soft, checkpoints } = mask;
  return `${maskingPath(runId)}${withChanges("", {
    measure,
    factor,
    with: withFactor ?? null,
    percentile: String(percentile),
    direction,
    alpha: String(alpha),
    soft: soft ?? null,
    checkpoints: checkpoints.join(","),
  })}`;
}
