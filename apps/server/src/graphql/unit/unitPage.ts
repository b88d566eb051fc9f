import { quantile } from "@unitscope/core/reading";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { MapValues } from "../../store/indexMapValues.js";
import { finite } from "../../store/mapSummary.js";
import { isTrusted } from "../../store/unitFlags.js";
import { badInput } from "../errors.js";
import { type Connection, connection, type Edge } from "../paging/connection.js";
import { checkFirst, decodeCursor, encodeCursor } from "../paging/cursor.js";
import { type UnitFilter, UnitOrder, type UnitValueType } from "./unit.type.js";

export interface UnitPageRequest {
  readonly where: UnitFilter;
  readonly orderBy: UnitOrder;
  readonly first: number;
  readonly after?: string | null;
}

/**
 * A page of the units of a map. A map never changes, so a cursor is a place in the order of all its units, and pages
 * neither overlap nor miss any, whatever the filter.
 *
 * @throws {ApiError} BAD_USER_INPUT naming the argument at fault.
 */
export function unitPage(
  map: IndexMapRow,
  values: MapValues,
  request: UnitPageRequest,
): Connection<UnitValueType> {
  const { where, orderBy, after } = request;
  const first = checkFirst(request.first);
  const list = `units:${orderBy}`;
  const [start] = (decodeCursor(list, ["number"], after) as [number] | null) ?? [-1];
  const passes = unitCondition(map, values.values, where);
  const edges: Edge<UnitValueType>[] = [];
  let totalCount = 0;
  let isMore = false;
  let isAfterFirst = false;
  const count = values.definedUnits.length;
  for (let place = 0; place < count; place++) {
    const unit = unitAt(values, orderBy, place);
    if (!passes(unit)) continue;
    totalCount++;
    if (place <= start) isAfterFirst = true;
    else if (edges.length === first) isMore = true;
    else edges.push({ cursor: encodeCursor(list, [place]), node: unitValue(map, values, unit) });
  }
  return connection(edges, { hasNextPage: isMore, hasPreviousPage: isAfterFirst, totalCount });
}

/** A page without units: the run has no results yet. */
export function emptyUnitPage(): Connection<UnitValueType> {
  return connection([], { hasNextPage: false, hasPreviousPage: false, totalCount: 0 });
}

function unitAt(values: MapValues, orderBy: UnitOrder, place: number): number {
  if (orderBy === UnitOrder.VALUE_DESC) return values.descending[place]!;
  if (orderBy === UnitOrder.VALUE_ASC) return values.ascending[place]!;
  return values.definedUnits[place]!;
}

function unitCondition(map: IndexMapRow, values: Float32Array, where: UnitFilter): (unit: number) => boolean {
  const [channels = 1, height = 1, width = 1] = map.shape;
  const { channel } = where;
  if (channel != null && (channel < 0 || channel >= channels)) {
    throw badInput(
      "where.channel",
      `The checkpoint has the channels 0 to ${channels - 1}; there is no ${channel}.`,
    );
  }
  const low = Math.max(where.minValue ?? Number.NEGATIVE_INFINITY, percentile("minPercentile", -1));
  const high = Math.min(where.maxValue ?? Number.POSITIVE_INFINITY, percentile("maxPercentile", 1));
  return (unit) => {
    if (channel != null && Math.floor(unit / (height * width)) !== channel) return false;
    const value = values[unit]!;
    return value >= low && value <= high;
  };

  function percentile(key: "minPercentile" | "maxPercentile", side: number): number {
    const p = where[key];
    if (p == null) return side * Number.POSITIVE_INFINITY;
    if (!(p >= 0 && p <= 1)) throw badInput(`where.${key}`, `${key} is ${p}; it must be from 0 to 1.`);
    return quantile(values, p);
  }
}

function unitValue(map: IndexMapRow, { values, halfWidths, flags }: MapValues, unit: number): UnitValueType {
  const [, height = 1, width = 1] = map.shape;
  return {
    channel: Math.floor(unit / (height * width)),
    y: Math.floor(unit / width) % height,
    x: unit % width,
    value: finite(values[unit]!),
    halfWidth95: finite(halfWidths[unit]!),
    trusted: flags && isTrusted(flags[unit]!),
  };
}
