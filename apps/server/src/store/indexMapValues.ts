import { LRUCache } from "lru-cache";
import { findChannels } from "../db/channelIndices.js";
import type { Queries } from "../db/database.js";
import type { IndexMapRow } from "../db/indexMaps.js";
import { unpackChannel } from "./packedChannel.js";

/** All values of an index map, unit by unit in C, H, W order; orders are made when first asked for. */
export class MapValues {
  private byUnit: Uint32Array | undefined;
  private falling: Uint32Array | undefined;
  private rising: Uint32Array | undefined;

  constructor(
    /** (U) NaN where undefined. */
    readonly values: Float32Array,
    /** (U) */
    readonly halfWidths: Float32Array,
    /** (U) as packed by `packFlags`; null for measures without flags. */
    readonly flags: Uint8Array | null = null,
  ) {}

  /** Units that have a value, in their own order. */
  get definedUnits(): Uint32Array {
    this.byUnit ??= Uint32Array.from(this.values.keys()).filter((unit) => !Number.isNaN(this.values[unit]!));
    return this.byUnit;
  }

  /** Units that have a value, the largest first, equal values by unit. */
  get descending(): Uint32Array {
    const { values } = this;
    this.falling ??= this.definedUnits.slice().sort((a, b) => values[b]! - values[a]! || a - b);
    return this.falling;
  }

  /** Units that have a value, the smallest first, equal values by unit. */
  get ascending(): Uint32Array {
    const { values } = this;
    this.rising ??= this.definedUnits.slice().sort((a, b) => values[a]! - values[b]! || a - b);
    return this.rising;
  }
}

/** Bytes of maps kept, about thirteen million units. */
const CACHE_BYTES = 256 * 2 ** 20;

/** Reads maps whole and keeps the ones used last: pages of units ask for the same map again. */
export class IndexMapValues {
  private readonly cache = new LRUCache<string, Promise<MapValues>>({
    maxSize: CACHE_BYTES,
  });

  constructor(private readonly db: Queries) {}

  /** A map never changes once it is written, so a cached one is never stale. */
  of(map: Pick<IndexMapRow, "id" | "unitCount">): Promise<MapValues> {
    const known = this.cache.get(map.id);
    if (known) return known;
    const loading = this.load(map);
    this.cache.set(map.id, loading, { size: Math.max(1, map.unitCount * 21) });
    // A failed read must not be remembered.
    loading.catch(() => this.cache.delete(map.id));
    return loading;
  }

  private async load({ id, unitCount }: Pick<IndexMapRow, "id" | "unitCount">): Promise<MapValues> {
    const values = new Float32Array(unitCount);
    const halfWidths = new Float32Array(unitCount);
    const flags = new Uint8Array(unitCount);
    let hasFlags = unitCount > 0;
    let offset = 0;
    for (const channel of await findChannels(this.db, id)) {
      const units = unpackChannel(channel.units);
      values.set(units.values, offset);
      halfWidths.set(units.halfWidths, offset);
      if (units.flags) flags.set(units.flags, offset);
      else hasFlags = false;
      offset += units.values.length;
    }
    if (offset !== unitCount) throw new Error(`Index map ${id} has ${offset} stored values of ${unitCount}.`);
    return new MapValues(values, halfWidths, hasFlags ? flags : null);
  }
}
