import type { IndexMapResult } from "@unitscope/core/reading";
import { Piscina } from "piscina";
import { threadEntry } from "../threadEntry.js";
import encodeMap, { type EncodedMap, type MapToEncode } from "./encodeMap.js";

/** Units of fewer are encoded sooner than threads start. */
const LEAST_UNITS = 2 ** 18;
/** One database takes no more than so many threads give. */
const MOST_THREADS = 4;
/** Maps that a thread may be ahead of the one who takes them. */
const MAPS_AHEAD = 4;

/**
 * Encodes maps in worker threads, which go on with the next ones while the last are being sent.
 *
 * @param unitCount of all maps together.
 * @returns in the order of the maps.
 */
export async function* encodedMaps(
  maps: readonly MapToEncode[],
  unitCount: number,
  threads: number,
): AsyncGenerator<EncodedMap> {
  if (unitCount < LEAST_UNITS) {
    for (const map of maps) yield encodeMap(map);
    return;
  }
  const pool = new EncodingPool(Math.min(threads, MOST_THREADS, maps.length));
  const ahead: Promise<EncodedMap>[] = [];
  try {
    for (const map of maps) {
      ahead.push(pool.encode(map));
      if (ahead.length > pool.threads * MAPS_AHEAD) yield await ahead.shift()!;
    }
    for (const encoded of ahead) yield await encoded;
  } finally {
    await pool.close();
  }
}

class EncodingPool {
  private readonly pool: Piscina<MapToEncode, EncodedMap>;
  private failure: Error | undefined;

  constructor(readonly threads: number) {
    this.pool = new Piscina({
      ...threadEntry("encodeMap", import.meta.url),
      minThreads: threads,
      maxThreads: threads,
    });
    // A thread that cannot be started would be started again and again.
    this.pool.on("error", (error: Error) => {
      this.failure = error;
      void this.close();
    });
  }

  encode(map: MapToEncode): Promise<EncodedMap> {
    const { result, buffers } = ownCopy(map.result);
    const encoded = this.pool.run({ ...map, result }, { transferList: buffers }).catch((error: unknown) => {
      throw this.failure ?? error;
    });
    // Whoever waits for an earlier map does not yet wait for this one.
    encoded.catch(() => undefined);
    return encoded;
  }

  /** Ends the threads at once. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** With arrays that can be handed over: those of a result may be parts of larger ones, which would be sent whole. */
function ownCopy(map: IndexMapResult): { result: IndexMapResult; buffers: ArrayBuffer[] } {
  const buffers: ArrayBuffer[] = [];
  const own = <Numbers extends Float64Array | Uint8Array>(numbers: Numbers): Numbers => {
    const copy = numbers.slice() as Numbers;
    buffers.push(copy.buffer as ArrayBuffer);
    return copy;
  };
  const { flags } = map;
  const result: IndexMapResult = {
    ...map,
    values: own(map.values),
    halfWidths: own(map.halfWidths),
    channelAggregated: own(map.channelAggregated),
    channelAggregatedHalfWidths: own(map.channelAggregatedHalfWidths),
    flags: flags && {
      ...flags,
      trusted: own(flags.trusted),
      distinguishable: own(flags.distinguishable),
    },
  };
  return { result, buffers };
}
