import { findChannelOfMaps } from "../../db/channelIndices.js";
import type { Queries } from "../../db/database.js";
import { findIndexMaps } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { finite } from "../../store/mapSummary.js";
import { unpackUnit } from "../../store/packedChannel.js";
import { isDistinguishable, isTrusted } from "../../store/unitFlags.js";
import { isVector } from "../../store/vectorChannels.js";
import { badInput } from "../errors.js";
import { checkCheckpoint } from "../indexMap/selectIndexMap.js";
import { Measure } from "../run/run.enums.js";
import type { UnitIndexType, UnitType } from "./unit.type.js";

/** Where a unit is. */
export interface UnitPlace {
  readonly checkpoint: string;
  readonly channel: number;
  readonly y: number;
  readonly x: number;
}

/**
 * Everything a run says about one unit; null while the run has no results.
 *
 * @throws {ApiError} BAD_USER_INPUT when there is no such unit.
 */
export async function unitDetail(db: Queries, run: RunRow, place: UnitPlace): Promise<UnitType | null> {
  checkCheckpoint(run, place.checkpoint, "checkpoint");
  const maps = await findIndexMaps(db, [run.id], { checkpoint: place.checkpoint });
  const shape = maps[0]?.shape;
  if (!shape) return null;
  const [channels = 1, height = 1, width = 1] = shape;
  checkRange("channel", place.channel, channels);
  checkRange("y", place.y, height);
  checkRange("x", place.x, width);
  const isOneRow = isVector(shape);
  const rows = await findChannelOfMaps(
    db,
    maps.map((map) => map.id),
    isOneRow ? 0 : place.channel,
  );
  const unit = isOneRow ? place.channel : place.y * width + place.x;
  const unitOf = new Map(rows.map((row) => [row.indexMapId, unpackUnit(row.units, unit)]));
  const indices = maps.map(({ id, measure, factor, withFactor }): UnitIndexType => {
    const found = unitOf.get(id);
    const value = finite(found?.value ?? Number.NaN);
    const flags = value === null ? null : (found?.flags ?? null);
    return {
      measure,
      factor: factor || null,
      withFactor: withFactor || null,
      value,
      halfWidth95: finite(found?.halfWidth ?? Number.NaN),
      trusted: flags === null ? null : isTrusted(flags),
      distinguishable: flags === null ? null : isDistinguishable(flags),
    };
  });
  const ofUnit = (measure: Measure) => indices.find((index) => index.measure === measure)?.value ?? null;
  return {
    ...place,
    mean: ofUnit(Measure.MEAN),
    variance: ofUnit(Measure.VARIANCE),
    indices: indices.filter((index) => index.factor !== null),
  };
}

function checkRange(field: "channel" | "y" | "x", value: number, length: number): void {
  if (value >= 0 && value < length) return;
  throw badInput(field, `${field} is ${value}; in this checkpoint it goes from 0 to ${length - 1}.`);
}
