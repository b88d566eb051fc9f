import type { Queries } from "./database.js";
import type { ChannelIndex, Prisma } from "./generated/client.js";

export type ChannelIndexRow = ChannelIndex;
export type ChannelSummaryRow = Omit<ChannelIndex, "units">;
export type NewChannelIndex = ChannelIndex;
export type ChannelOrder = "INDEX_ASC" | "MEAN_DESC" | "MAX_DESC";

const ORDERS = {
  INDEX_ASC: [{ channel: "asc" }],
  MEAN_DESC: [{ mean: { sort: "desc", nulls: "last" } }, { channel: "asc" }],
  MAX_DESC: [{ max: { sort: "desc", nulls: "last" } }, { channel: "asc" }],
} satisfies Record<ChannelOrder, Prisma.ChannelIndexOrderByWithRelationInput[]>;

/** Summaries of the channels of several maps, without the values; each map's in the given order. */
export function findChannelSummaries(
  db: Queries,
  indexMapIds: readonly string[],
  order: ChannelOrder,
): Promise<ChannelSummaryRow[]> {
  return db.channelIndex.findMany({
    where: { indexMapId: { in: [...indexMapIds] } },
    omit: { units: true },
    orderBy: ORDERS[order],
  });
}

/** Whole channels of a map, in order of the channels. */
export function findChannels(db: Queries, indexMapId: string): Promise<ChannelIndexRow[]> {
  return db.channelIndex.findMany({ where: { indexMapId }, orderBy: { channel: "asc" } });
}

/** The same channel of several maps. */
export function findChannelOfMaps(
  db: Queries,
  indexMapIds: readonly string[],
  channel: number,
): Promise<ChannelIndexRow[]> {
  return db.channelIndex.findMany({ where: { indexMapId: { in: [...indexMapIds] }, channel } });
}
