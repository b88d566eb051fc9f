import type { CheckpointSpec, IndexMapResult } from "@unitscope/core/reading";
import { encodeChannels } from "../db/channelCopy.js";
import type { NewIndexMap } from "../db/indexMaps.js";
import { mapRows } from "./resultRows.js";

/** One map of a result. */
export interface MapToEncode {
  readonly runId: string;
  /** Its place in the result. */
  readonly position: number;
  readonly result: IndexMapResult;
  readonly checkpoint: CheckpointSpec;
}

/** A map's row, and those of its channels as `copyChannels` sends them. */
export interface EncodedMap {
  readonly map: NewIndexMap;
  readonly channels: Uint8Array;
}

/** All that takes time in storing a map; also the entry of worker threads. */
export default function encodeMap({ runId, position, result, checkpoint }: MapToEncode): EncodedMap {
  const { map, channels } = mapRows(runId, position, result, checkpoint);
  return { map, channels: encodeChannels(channels) };
}
