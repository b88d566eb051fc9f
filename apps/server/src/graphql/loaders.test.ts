import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../db/database.js";
import { createTestDatabase } from "../testing/testDatabase.js";
import { createLoaders } from "./loaders.js";

let db: Database;
let queries: string[] = [];
let counted: Database;
beforeAll(async () => {
  db = openDatabase(await createTestDatabase(), { connections: 2 });
  counted = db.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        queries.push(`${model} ${operation}`);
        return query(args);
      },
    },
  }) as unknown as Database;
  for (const name of ["a", "b", "c"]) {
    const preprocessing = { resize: 8, crop: 8, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" };
    await db.model.create({
      data: {
        name,
        sha256: name,
        byteSize: 1n,
        opset: 17,
        inputName: "input",
        inputShape: [-1, 3, 8, 8],
        classLabels: [],
        preprocessing,
        checkpoints: {
          create: {
            position: 0,
            name: `fc ${name}`,
            tensor: "t",
            shape: [2],
            unitCount: 2,
            operator: "Gemm",
            suggested: true,
          },
        },
      },
    });
  }
});
afterAll(() => db.$disconnect());

it("asks once for many keys, and answers in the order of the keys", async () => {
  const models = await db.model.findMany({ orderBy: { name: "desc" } });
  const loaders = createLoaders(counted);
  queries = [];
  const loaded = await Promise.all(models.map((model) => loaders.model.load(model.id)));
  expect(loaded.map(({ name }) => name)).toEqual(["c", "b", "a"]);
  const checkpoints = await Promise.all(models.map((model) => loaders.checkpoints.load(model.id)));
  expect(checkpoints.map((list) => list.map(({ name }) => name))).toEqual([["fc c"], ["fc b"], ["fc a"]]);
  expect(queries).toEqual(["Model findMany", "Checkpoint findMany"]);
});

it("asks once for all keys that agree in what is asked", async () => {
  const loaders = createLoaders(counted);
  const [a, b] = ["0190a3c4-0000-7000-8000-00000000000a", "0190a3c4-0000-7000-8000-00000000000b"];
  queries = [];
  const maps = await Promise.all([
    loaders.indexMaps.load({ runId: a!, criteria: { measure: "ST" } }),
    loaders.indexMaps.load({ runId: b!, criteria: { measure: "ST" } }),
    loaders.indexMaps.load({ runId: b!, criteria: { measure: "S1" } }),
    loaders.channels.load({ mapId: a!, order: "MEAN_DESC" }),
    loaders.channels.load({ mapId: b!, order: "MEAN_DESC" }),
  ]);
  expect(maps).toEqual([[], [], [], [], []]);
  expect(queries.sort()).toEqual(["ChannelIndex findMany", "IndexMap findMany", "IndexMap findMany"]);
});

it("says which row is gone", async () => {
  const gone = "0190a3c4-0000-7000-8000-00000000000a";
  await expect(createLoaders(db).model.load(gone)).rejects.toThrow(`The row ${gone} is gone.`);
});
