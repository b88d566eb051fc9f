import type { NewRunOptionsQuery } from "@/gql/graphql";
import type { DraftSegment } from "./draft";

/** Checkpoints of a network, in forward order. */
export type NetworkCheckpoints = NewRunOptionsQuery["models"]["nodes"][number]["checkpoints"];

/** Where a segment can start besides the input: at maps that an image can take the place of and that something follows. */
export function segmentStarts(checkpoints: NetworkCheckpoints): string[] {
  return checkpoints.slice(0, -1).flatMap(({ name, shape }) => (shape.length === 3 ? [name] : []));
}

/** Where a segment from the given start can end; null is the network's input. */
export function segmentEnds(checkpoints: NetworkCheckpoints, from: string | null): string[] {
  return checkpoints.slice(checkpoints.findIndex(({ name }) => name === from) + 1).map(({ name }) => name);
}

/** A segment from the given start; it keeps its end where that still lies behind. Null where nothing does. */
export function segmentFrom(
  checkpoints: NetworkCheckpoints,
  from: string | null,
  before: DraftSegment | null,
): DraftSegment | null {
  const possible = segmentEnds(checkpoints, from);
  const to = possible.find((name) => name === before?.to) ?? possible[0];
  return to === undefined ? null : { from, to, channel: before?.channel ?? "H" };
}
