import {
  type CheckpointMask,
  chooseMask,
  combineMasks,
  type MaskRule,
  type RunSpec,
} from "@unitscope/core/reading";
import type { Queries } from "../../db/database.js";
import {
  findMask,
  findWholeMaskCheckpoints,
  createMask as insertMask,
  type MaskRow,
  type NewMask,
} from "../../db/masks.js";
import { findRun, type RunRow } from "../../db/runs.js";
import { checkpointMask, maskCheckpointRow } from "../../store/maskRows.js";
import { storedUnitMaps } from "../../store/unitMaps.js";
import type { ApiServices } from "../context.js";
import { badInput, notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { checkLabels } from "../run/labels.js";
import type { MaskCombination } from "./mask.enums.js";
import type { MaskRuleInput } from "./mask.input.js";

/** A mask that is not stored. */
export interface ChosenMask {
  readonly run: RunRow;
  readonly rule: MaskRule;
  readonly parts: readonly CheckpointMask[];
}

/**
 * The mask that a rule makes of its run's index maps.
 *
 * @throws {ApiError | RunSpecError} BAD_USER_INPUT naming the part of the rule at fault; NOT_FOUND.
 */
export async function chooseMaskOf(
  { db, values }: Pick<ApiServices, "db" | "values">,
  input: MaskRuleInput,
): Promise<ChosenMask> {
  const run = await finishedRun(db, input.runId);
  const seed = input.seed ?? 0;
  const rule: MaskRule = {
    measure: input.measure,
    factor: input.factor,
    withFactor: input.withFactor ?? null,
    percentile: input.percentile,
    direction: input.direction,
    checkpoints: input.checkpoints ?? [],
    alpha: input.alpha,
    soft: input.soft ?? null,
    seed,
  };
  const parts = await chooseMask(rule, run.spec as unknown as RunSpec, storedUnitMaps(db, values, run.id));
  return { run, rule, parts };
}

/** Stores the mask that a rule makes. */
export async function createMask(
  services: Pick<ApiServices, "db" | "values">,
  input: MaskRuleInput,
  name: string | null | undefined,
): Promise<MaskRow> {
  const labels = checkLabels({ name });
  const { run, rule, parts } = await chooseMaskOf(services, input);
  const mask = {
    runId: run.id,
    name: labels.name ?? usualName(rule),
    rules: [{ ...rule }],
    alpha: rule.alpha,
  };
  return store(services.db, mask, parts);
}

/**
 * Stores the union or intersection of two masks of one network.
 *
 * @param alpha of the new mask; that of both when they agree.
 * @throws {ApiError | RunSpecError} BAD_USER_INPUT, NOT_FOUND.
 */
export async function combineStoredMasks(
  { db }: Pick<ApiServices, "db">,
  request: {
    readonly left: string;
    readonly right: string;
    readonly combination: MaskCombination;
    readonly alpha?: number | null;
    readonly name?: string | null;
  },
): Promise<MaskRow> {
  const labels = checkLabels({ name: request.name });
  const [left, right] = [
    await storedMask(db, request.left, "left"),
    await storedMask(db, request.right, "right"),
  ];
  if (left.runId !== right.runId) {
    throw badInput("right", "The masks are of two runs; combine masks of one run.");
  }
  const alpha = request.alpha ?? left.alpha;
  if (request.alpha == null && left.alpha !== right.alpha) {
    throw badInput(
      "alpha",
      `The masks multiply by ${left.alpha} and by ${right.alpha}; say which alpha the new one has.`,
    );
  }
  const [a, b] = [await partsOf(db, left.id), await partsOf(db, right.id)];
  const run = await findRun(db, left.runId);
  if (!run) throw notFound("run", "left");
  const parts = inForwardOrder(combineMasks(a, b, request.combination, alpha), run);
  const sign = request.combination === "UNION" ? "or" : "and";
  const mask = {
    runId: left.runId,
    name: labels.name ?? `${left.name} ${sign} ${right.name}`.slice(0, LONGEST_NAME),
    rules: [...(left.rules as object[]), ...(right.rules as object[])],
    combination: request.combination,
    alpha,
  };
  return store(db, mask, parts);
}

/** Masks are listed in forward order; a combination has the checkpoints of its first part first. */
function inForwardOrder(parts: readonly CheckpointMask[], { checkpoints }: RunRow): CheckpointMask[] {
  const place = ({ checkpoint }: CheckpointMask) => checkpoints.indexOf(checkpoint);
  return parts.toSorted((a, b) => place(a) - place(b));
}

const LONGEST_NAME = 200;

function store(
  db: Queries,
  mask: Omit<NewMask, "unitCount">,
  parts: readonly CheckpointMask[],
): Promise<MaskRow> {
  const unitCount = parts.reduce((sum, { units }) => sum + units.length, 0);
  return insertMask(db, { ...mask, unitCount }, parts.map(maskCheckpointRow));
}

/** What a mask is called that nobody named: "ST of hue above 0.9, alpha 0", "soft 1 - m of ST of hue". */
function usualName({ measure, factor, withFactor, soft, direction, percentile, alpha }: MaskRule): string {
  const index = `${measure} of ${factor}${withFactor === null ? "" : ` with ${withFactor}`}`;
  if (soft !== null) return `soft ${soft === "M" ? "m" : "1 - m"} of ${index}`;
  return `${index} ${direction.toLowerCase()} ${percentile}, alpha ${alpha}`;
}

async function partsOf(db: Queries, maskId: string): Promise<CheckpointMask[]> {
  return (await findWholeMaskCheckpoints(db, maskId)).map(checkpointMask);
}

/** @throws {ApiError} BAD_USER_INPUT, NOT_FOUND. */
export async function storedMask(db: Queries, globalId: string, field: string): Promise<MaskRow> {
  const mask = await findMask(db, localId("Mask", globalId, field));
  if (!mask) throw notFound("mask", field);
  return mask;
}

/**
 * A run whose index maps masks can be made from.
 *
 * @throws {ApiError} BAD_USER_INPUT, NOT_FOUND.
 */
export async function finishedRun(db: Queries, globalId: string): Promise<RunRow> {
  const run = await findRun(db, localId("Run", globalId, "runId"));
  if (!run) throw notFound("run", "runId");
  if (run.status === "SUCCEEDED") return run;
  throw badInput("runId", `The run "${run.name}" is ${run.status}; masks are made from one that SUCCEEDED.`);
}
