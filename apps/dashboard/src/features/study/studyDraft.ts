import {
  type TestedRun,
  type TestField,
  type TestImages,
  testArguments,
  testProblems,
} from "@/features/mask/testImages";
import { type MaskRun, maskMeasures } from "@/features/masking/maskRule";
import type { MaskMeasure } from "@/format/measures";

/** Mask configurations of a study: three multipliers at five percentiles each, and the two soft masks. */
export const CONFIGURATIONS = 17;

/** A study as a person fills it in. */
export interface StudyDraft extends TestImages {
  readonly name: string;
  readonly measure: MaskMeasure;
  /** Keys, in the run's order. */
  readonly factors: readonly string[];
  readonly checkpoints: readonly string[];
}

/** What a study's cost depends on. */
export interface StudyRun extends TestedRun, Pick<MaskRun, "method" | "design"> {
  readonly factors: readonly {
    readonly key: string;
    readonly kind: string;
    readonly parameters: readonly { readonly key: string }[];
  }[];
}

export type StudyField = TestField | "factors" | "checkpoints";

/** Measures a study can rank by: those of single factors. */
export function studyMeasures(run: Pick<MaskRun, "method" | "design">): readonly MaskMeasure[] {
  return maskMeasures(run).filter((measure) => measure !== "S2");
}

/** What still stands against the study, by field; empty when nothing does. */
export function studyProblems(draft: StudyDraft, run: StudyRun): Partial<Record<StudyField, string>> {
  return {
    ...(draft.factors.length > 0 ? {} : { factors: "Choose at least one factor." }),
    ...(draft.checkpoints.length > 0 ? {} : { checkpoints: "Choose at least one checkpoint." }),
    ...testProblems(draft, run),
  };
}

/** Arguments of createMaskStudy. */
export function studyArguments(draft: StudyDraft, run: StudyRun & { readonly id: string }) {
  const { name, measure, factors, checkpoints } = draft;
  return {
    runId: run.id,
    measure,
    factors: [...factors],
    checkpoints: [...checkpoints],
    ...testArguments(draft, run),
    ...(name.trim() ? { name: name.trim() } : {}),
  };
}

export interface StudyCost {
  /** NaN while a field is empty. */
  readonly evaluations: number;
  /** Plain images, and each augmentation among the factors. */
  readonly inputs: number;
}

/**
 * Most evaluations that a study takes: every input without a mask, and under every factor's masks and their random
 * controls. Equal masks are evaluated once, so that it takes fewer. `on` is a switch, not a parameter of the augmentation.
 *
 * @param images that are used.
 */
export function studyCost(draft: StudyDraft, run: StudyRun, images: number): StudyCost {
  const augmentations = run.factors.filter(
    ({ key, kind }) => kind === "AUGMENTATION" && draft.factors.includes(key),
  );
  const rows = augmentations.reduce(
    (sum, { parameters }) => sum + (parameters.some(({ key }) => key !== "on") ? draft.draws : 1),
    1,
  );
  const masks = draft.factors.length * CONFIGURATIONS;
  return {
    evaluations: images * rows * (1 + masks * (1 + draft.randomControls)),
    inputs: 1 + augmentations.length,
  };
}
