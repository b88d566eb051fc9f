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

/**
 * Inserts channels by columns: one statement with an array for each column, since a run has tens of thousands of rows
 * and one parameter for each value takes ten times as long.
 */
export async function createChannels(db: Queries, channels: readonly NewChannelIndex[]): Promise<void> {
  const column = <Key extends keyof ChannelIndex>(key: Key) => channels.map((channel) => channel[key]);
  await db.$executeRaw`
    INSERT INTO "ChannelIndex" ("indexMapId", "channel", "units", "mean", "max", "argmaxY", "argmaxX",
      "undefinedCount", "halfWidth", "aggregated", "aggregatedHalfWidth")
    SELECT * FROM unnest(
      ${column("indexMapId")}::uuid[], ${column("channel")}::int[],
      ${column("units")}::bytea[],
      ${column("mean")}::float8[], ${column("max")}::float8[],
      ${column("argmaxY")}::int[], ${column("argmaxX")}::int[],
      ${column("undefinedCount")}::int[], ${column("halfWidth")}::float8[],
      ${column("aggregated")}::float8[], ${column("aggregatedHalfWidth")}::float8[])`;
}
