import {
  type CheckpointMask,
  chooseMask,
  type MaskRule,
  multipliersOf,
  type RunSpec,
} from "@unitscope/core/reading";
import { type Request, Router } from "express";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import { Measure } from "../db/generated/enums.js";
import { findMask, findMaskCheckpoint } from "../db/masks.js";
import { badInput } from "../graphql/errors.js";
import { localId } from "../graphql/globalId.js";
import { finishedRun } from "../graphql/mask/createMask.js";
import { MaskDirection, SoftMask } from "../graphql/mask/mask.enums.js";
import type { IndexMapValues } from "../store/indexMapValues.js";
import { checkpointMask } from "../store/maskRows.js";
import { packFloats } from "../store/packedFloats.js";
import { storedUnitMaps } from "../store/unitMaps.js";
import { type Download, download } from "./download.js";
import { npyHeader } from "./npy.js";

const MISSING = "There is no file of this name; take the address from downloadUrl or unitsUrl of a mask.";

/** The part of a mask that a file is made of. */
interface MaskPart {
  readonly mask: CheckpointMask;
  /** The run and rule of the indices that the units were chosen by; null for a combined mask. */
  readonly source: { readonly runId: string; readonly rule: MaskRule } | null;
}

/**
 * GET /masks/<id>/<checkpoint>.npy answers the multipliers of a mask at one checkpoint as a NumPy file: float32 of the
 * checkpoint's shape; .csv the chosen units as rows of channel, y, x, value. Under /masks/preview/ the same of a mask that
 * is not stored: its rule is in the query.
 */
export function maskRoutes(db: Database, values: IndexMapValues, log: Logger): Router {
  const router = Router();
  const answer = (find: (request: Request, checkpoint: string) => Promise<MaskPart | null>) =>
    download({ what: "mask", missing: MISSING, log }, async (request) => {
      const [, checkpoint, ending] = /^(.+)\.(npy|csv)$/.exec(String(request.params["file"])) ?? [];
      const part = checkpoint === undefined ? null : await find(request, checkpoint);
      if (!part) return null;
      return ending === "npy" ? multiplierFile(part) : unitTable(db, values, part);
    });

  router.get(
    "/masks/preview/:file",
    answer(async ({ query }, checkpoint) => {
      const { runId, rule } = ruleOf(query, checkpoint);
      const run = await finishedRun(db, runId);
      const spec = run.spec as unknown as RunSpec;
      const [mask] = await chooseMask(rule, spec, storedUnitMaps(db, values, run.id));
      return mask ? { mask, source: { runId: run.id, rule } } : null;
    }),
  );
  router.get(
    "/masks/:id/:file",
    answer(async ({ params }, checkpoint) => {
      const id = localId("Mask", String(params["id"]));
      const [mask, row] = [await findMask(db, id), await findMaskCheckpoint(db, id, checkpoint)];
      if (!mask || !row) return null;
      const [rule, ...others] = mask.rules as unknown as MaskRule[];
      const source = rule && others.length === 0 ? { runId: mask.runId, rule } : null;
      return { mask: checkpointMask(row), source };
    }),
  );
  return router;
}

function multiplierFile({ mask }: MaskPart): Download {
  return {
    name: `mask-${mask.checkpoint}.npy`,
    type: "application/octet-stream",
    content: Buffer.concat([npyHeader(mask.shape), packFloats(multipliersOf(mask))]),
  };
}

async function unitTable(
  db: Database,
  values: IndexMapValues,
  { mask, source }: MaskPart,
): Promise<Download> {
  const indices = source && (await indicesOf(db, values, source, mask.checkpoint));
  const [, height = 1, width = 1] = mask.shape;
  const rows = Array.from(mask.units, (unit) => {
    const pixel = unit % (height * width);
    const place = [Math.floor(unit / (height * width)), Math.floor(pixel / width), pixel % width];
    return `${place.join(",")},${indices?.[unit] ?? ""}`;
  });
  return {
    name: `mask-${mask.checkpoint}.csv`,
    type: "text/csv; charset=utf-8",
    content: Buffer.from(`${["channel,y,x,value", ...rows].join("\n")}\n`),
  };
}

async function indicesOf(
  db: Database,
  values: IndexMapValues,
  { runId, rule }: NonNullable<MaskPart["source"]>,
  checkpoint: string,
): Promise<ArrayLike<number>> {
  const { measure, factor, withFactor } = rule;
  const map = await storedUnitMaps(db, values, runId).get({ checkpoint, measure, factor, withFactor });
  return map.values;
}

/**
 * The rule in the query of an address that `previewMaskUrls` made.
 *
 * @throws {ApiError} BAD_USER_INPUT naming what is missing or malformed.
 */
function ruleOf(query: Request["query"], checkpoint: string): { runId: string; rule: MaskRule } {
  const text = (name: string): string => {
    const value = query[name];
    if (typeof value === "string") return value;
    throw badInput(name, `The address lacks ${name}; take it from downloadUrl or unitsUrl.`);
  };
  const number = (name: string): number => {
    const value = Number(text(name));
    if (Number.isFinite(value)) return value;
    throw badInput(name, `${name} is no number in this address.`);
  };
  const oneOf = <Value extends string>(name: string, values: Readonly<Record<string, Value>>): Value => {
    const found = Object.values(values).find((value) => value === text(name));
    if (found !== undefined) return found;
    throw badInput(name, `${name} must be one of ${Object.values(values).join(", ")}.`);
  };
  const rule: MaskRule = {
    measure: oneOf("measure", Measure),
    factor: text("factor"),
    withFactor: query["withFactor"] === undefined ? null : text("withFactor"),
    percentile: number("percentile"),
    direction: oneOf("direction", MaskDirection),
    checkpoints: [checkpoint],
    alpha: number("alpha"),
    soft: query["soft"] === undefined ? null : oneOf("soft", SoftMask),
    seed: number("seed"),
  };
  return { runId: text("runId"), rule };
}
