import { findChannelOfMaps } from "../../db/channelIndices.js";
import type { Queries } from "../../db/database.js";
import { findIndexMaps } from "../../db/indexMaps.js";
import type { RunRow } from "../../db/runs.js";
import { finite } from "../../store/mapSummary.js";
import { unpackFloats } from "../../store/packedFloats.js";
import { isDistinguishable, isTrusted } from "../../store/unitFlags.js";
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
  const rows = await findChannelOfMaps(
    db,
    maps.map((map) => map.id),
    place.channel,
  );
  const unit = place.y * width + place.x;
  const indices = maps.map(({ id, measure, factor, withFactor }): UnitIndexType => {
    const row = rows.find((channel) => channel.indexMapId === id);
    const value = row ? valueAt(row.values, unit) : null;
    const flags = value === null ? undefined : row?.flags[unit];
    return {
      measure,
      factor: factor || null,
      withFactor: withFactor || null,
      value,
      halfWidth95: row ? valueAt(row.halfWidths, unit) : null,
      trusted: flags === undefined ? null : isTrusted(flags),
      distinguishable: flags === undefined ? null : isDistinguishable(flags),
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

function valueAt(bytes: Uint8Array, unit: number): number | null {
  const out = new Float32Array(1);
  unpackFloats(bytes.subarray(unit * 4, unit * 4 + 4), out);
  return finite(out[0]!);
}
