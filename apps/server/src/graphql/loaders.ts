import DataLoader from "dataloader";
import { type ChannelOrder, type ChannelSummaryRow, findChannelSummaries } from "../db/channelIndices.js";
import type { Database } from "../db/database.js";
import { findImageSets, findPartitions, type ImagePartitionRow, type ImageSetRow } from "../db/imageSets.js";
import { findIndexMaps, type IndexMapCriteria, type IndexMapRow } from "../db/indexMaps.js";
import { findEvaluationsOfMasks, type MaskEvaluationRow } from "../db/maskEvaluations.js";
import { findStudiesOfRuns, type MaskStudyRow } from "../db/maskStudies.js";
import {
  findMaskCheckpoints,
  findMasks,
  findMasksOfRuns,
  type MaskCheckpointRow,
  type MaskRow,
} from "../db/masks.js";
import { type CheckpointRow, findCheckpoints, findModels, type ModelRow } from "../db/models.js";
import { findRuns, type RunRow } from "../db/runs.js";

/** One batch loader a relation, made for each request: a list of runs asks for its models once. */
export interface Loaders {
  readonly model: DataLoader<string, ModelRow>;
  readonly checkpoints: DataLoader<string, CheckpointRow[]>;
  readonly run: DataLoader<string, RunRow>;
  readonly mask: DataLoader<string, MaskRow>;
  /** Masks of a run. */
  readonly masks: DataLoader<string, MaskRow[]>;
  readonly maskCheckpoints: DataLoader<string, Omit<MaskCheckpointRow, "multipliers">[]>;
  /** Evaluations of a mask. */
  readonly evaluations: DataLoader<string, MaskEvaluationRow[]>;
  /** Studies of a run. */
  readonly studies: DataLoader<string, MaskStudyRow[]>;
  readonly imageSet: DataLoader<string, ImageSetRow>;
  readonly partitions: DataLoader<string, ImagePartitionRow[]>;
  readonly indexMaps: DataLoader<{ runId: string; criteria: IndexMapCriteria }, IndexMapRow[], string>;
  readonly channels: DataLoader<{ mapId: string; order: ChannelOrder }, ChannelSummaryRow[], string>;
}

export function createLoaders(db: Database): Loaders {
  return {
    model: new DataLoader(async (ids) => byId(ids, await findModels(db, ids))),
    checkpoints: new DataLoader(async (ids) =>
      grouped(ids, await findCheckpoints(db, ids), (c) => c.modelId),
    ),
    run: new DataLoader(async (ids) => byId(ids, await findRuns(db, ids))),
    mask: new DataLoader(async (ids) => byId(ids, await findMasks(db, ids))),
    masks: new DataLoader(async (ids) => grouped(ids, await findMasksOfRuns(db, ids), (m) => m.runId)),
    maskCheckpoints: new DataLoader(async (ids) =>
      grouped(ids, await findMaskCheckpoints(db, ids), (c) => c.maskId),
    ),
    evaluations: new DataLoader(async (ids) =>
      grouped(ids, await findEvaluationsOfMasks(db, ids), (e) => e.maskId),
    ),
    studies: new DataLoader(async (ids) => grouped(ids, await findStudiesOfRuns(db, ids), (s) => s.runId)),
    imageSet: new DataLoader(async (ids) => byId(ids, await findImageSets(db, ids))),
    partitions: new DataLoader(async (ids) =>
      grouped(ids, await findPartitions(db, ids), (p) => p.imageSetId),
    ),
    indexMaps: new DataLoader(
      (keys) =>
        bySecondKey(
          keys,
          (key) => key.criteria,
          async (criteria, same) => {
            const runIds = same.map((key) => key.runId);
            return grouped(runIds, await findIndexMaps(db, runIds, criteria), (map) => map.runId);
          },
        ),
      { cacheKeyFn: (key) => JSON.stringify(key) },
    ),
    channels: new DataLoader(
      (keys) =>
        bySecondKey(
          keys,
          (key) => key.order,
          async (order, same) => {
            const mapIds = same.map((key) => key.mapId);
            return grouped(mapIds, await findChannelSummaries(db, mapIds, order), (c) => c.indexMapId);
          },
        ),
      { cacheKeyFn: (key) => JSON.stringify(key) },
    ),
  };
}

function byId<Row extends { id: string }>(ids: readonly string[], rows: readonly Row[]): (Row | Error)[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => known.get(id) ?? new Error(`The row ${id} is gone.`));
}

function grouped<Row>(ids: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}

/** One query for all keys that agree in their second part. */
async function bySecondKey<Key, Second, Value>(
  keys: readonly Key[],
  secondOf: (key: Key) => Second,
  load: (second: Second, same: readonly Key[]) => Promise<Value[]>,
): Promise<Value[]> {
  const groups = new Map<string, Key[]>();
  for (const key of keys) {
    const name = JSON.stringify(secondOf(key));
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  const values = new Map<Key, Value>();
  await Promise.all(
    [...groups.values()].map(async (same) => {
      const loaded = await load(secondOf(same[0]!), same);
      for (const [i, key] of same.entries()) values.set(key, loaded[i]!);
    }),
  );
  return keys.map((key) => values.get(key)!);
}
