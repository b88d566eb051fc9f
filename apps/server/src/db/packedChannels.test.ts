import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { MIGRATIONS_DIR } from "../env.js";
import { startTemporaryPostgres } from "../local/temporaryPostgres.js";
import { unpackChannel } from "../store/packedChannel.js";
import { packFloats } from "../store/packedFloats.js";
import { migrateDatabase } from "./migrate.js";

const MAP = "0190a3c4-0000-7000-8000-000000000001";
const VECTOR = "0190a3c4-0000-7000-8000-000000000002";
const BEFORE = ["0001_first", "0002_contrast_measures", "0003_unit_flags", "0004_masks"];

it("keeps every value, half width and flag of a database from before channels were packed", async () => {
  const server = await startTemporaryPostgres();
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-migrations-"));
  const client = new pg.Client({ connectionString: server.connectionString });
  try {
    for (const name of [...BEFORE, "migration_lock.toml"]) {
      await cp(path.join(MIGRATIONS_DIR, name), path.join(folder, name), { recursive: true });
    }
    await migrateDatabase(server.connectionString, folder);
    await client.connect();
    // The run that the maps belong to does not matter here.
    await client.query("SET session_replication_role = replica");
    for (const [id, shape, mean] of [
      [MAP, [2, 1, 2], null],
      [VECTOR, [3], 0.5],
    ]) {
      await client.query(
        `INSERT INTO "IndexMap" ("id", "runId", "position", "checkpointName", "measure", "shape", "unitCount",
           "undefinedCount", "mean", "quantiles", "histogram")
         VALUES ($1, $1, 0, 'layer1', 'ST', $2, 4, 0, $3, '[]', '{}')`,
        [id, shape, mean],
      );
    }
    const insert = (map: string, channel: number, values: number[], flags: number[]) =>
      client.query(
        `INSERT INTO "ChannelIndex" ("indexMapId", "channel", "values", "halfWidths", "flags", "undefinedCount")
         VALUES ($1, $2, $3, $4, $5, 0)`,
        [map, channel, packFloats(values), packFloats(values.map((value) => value / 2)), Buffer.from(flags)],
      );
    await insert(MAP, 0, [0.25, Number.NaN], []);
    await insert(MAP, 1, [1, 2], [1, 3]);
    for (const channel of [2, 0, 1]) await insert(VECTOR, channel, [channel + 1], [channel]);

    expect(await migrateDatabase(server.connectionString, MIGRATIONS_DIR)).toContain("0005_packed_channels");
    const { rows } = await client.query<{ map: string; channel: number; units: Buffer; mean: number | null }>(
      `SELECT "indexMapId" AS map, channel, units, mean FROM "ChannelIndex" ORDER BY 1, 2`,
    );
    const found = rows.map(({ units, ...row }) => {
      const { values, halfWidths, flags } = unpackChannel(units);
      return { ...row, values: [...values], halfWidths: [...halfWidths], flags: flags && [...flags] };
    });
    expect(found).toEqual([
      {
        map: MAP,
        channel: 0,
        mean: null,
        values: [0.25, Number.NaN],
        halfWidths: [0.125, Number.NaN],
        flags: null,
      },
      { map: MAP, channel: 1, mean: null, values: [1, 2], halfWidths: [0.5, 1], flags: [1, 3] },
      { map: VECTOR, channel: 0, mean: 0.5, values: [1, 2, 3], halfWidths: [0.5, 1, 1.5], flags: [0, 1, 2] },
    ]);
  } finally {
    await client.end();
    await server.stop();
    await rm(folder, { recursive: true });
  }
});
