import { readdir } from "node:fs/promises";
import path from "node:path";
import { createClient } from "graphql-ws";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { WebSocket } from "ws";
import { localId, toGlobalId } from "./graphql/globalId.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { importFewSamples, type SampleIds } from "./testing/sampleStores.js";
import { startTestApi, type TestApi } from "./testing/testApi.js";
import { WorkerProcess } from "./testing/workerProcess.js";

/** Only a fault waits as long as this. */
const PATIENCE_MS = 500_000;
/** Evaluations of a base sample of `createRun`'s five factors with second order: 2 * 5 + 2. */
const PER_SAMPLE = 12;

let api: TestApi;
let ids: SampleIds;
let worker: WorkerProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterEach(async () => {
  await worker?.end("SIGTERM");
});
afterAll(() => api.stop());

interface RunView {
  status: string;
  failure: string | null;
  progress: { evaluationsPlanned: number; evaluationsDone: number; evaluationsReused: number };
}

async function createRun(more: Record<string, unknown> = {}): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer4", "fc"],
    baseSamples: 16,
    ...more,
  };
  const create = "mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }";
  return (await api.graphql<{ createRun: { id: string } }>(create, { input })).data.createRun.id;
}

async function view(id: string): Promise<RunView> {
  const query =
    "query ($id: ID!) { run(id: $id) { status failure progress { evaluationsPlanned evaluationsDone evaluationsReused } } }";
  return (await api.graphql<{ run: RunView }>(query, { id })).data.run;
}

/** Looks at a run until the condition holds. */
async function until(id: string, condition: (run: RunView) => boolean): Promise<RunView> {
  const start = Date.now();
  for (;;) {
    const run = await view(id);
    if (condition(run)) return run;
    if (Date.now() - start > PATIENCE_MS) throw new Error(`Still ${JSON.stringify(run)}\n${worker?.log}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const POLL = { timeout: PATIENCE_MS, interval: 20 };
const hasEnded = ({ status }: RunView) => ["SUCCEEDED", "FAILED", "CANCELLED"].includes(status);

const hasDone = (evaluations: number) => (run: RunView) =>
  hasEnded(run) || run.progress.evaluationsDone >= evaluations;

/** The values of every map, bit for bit. */
async function bits(id: string): Promise<string[]> {
  const query = "query ($id: ID!) { run(id: $id) { indexMaps { valuesBase64 halfWidthsBase64 } } }";
  type Maps = { run: { indexMaps: { valuesBase64: string; halfWidthsBase64: string }[] } };
  const { data } = await api.graphql<Maps>(query, { id });
  return data.run.indexMaps.map((map) => map.valuesBase64 + map.halfWidthsBase64);
}

it("performs a run from the queue to index maps, and tells of it while it goes", async () => {
  const id = await createRun();
  const client = createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
  });
  const seen: string[] = [];
  const watching = (async () => {
    const query = `subscription { runProgress(id: "${id}") { status model { name } progress { evaluationsDone } } }`;
    for await (const { data, errors } of client.iterate<{ runProgress: RunView }>({ query })) {
      expect(errors).toBeUndefined();
      seen.push(data!.runProgress.status);
    }
  })();
  // Of what goes by too fast no one is told.
  await expect.poll(() => seen, POLL).toEqual(["QUEUED"]);
  worker = WorkerProcess.start(api, { holdAt: 0 });
  await expect.poll(() => seen, POLL).toContain("RUNNING");
  worker.open();
  const run = await until(id, hasEnded);
  expect(run).toMatchObject({ status: "SUCCEEDED", failure: null });
  expect(run.progress).toMatchObject({
    evaluationsPlanned: 16 * PER_SAMPLE,
    evaluationsDone: 16 * PER_SAMPLE,
  });
  expect(run.progress.evaluationsReused).toBeGreaterThan(0);
  // The subscription ends by itself after the last status.
  await watching;
  expect(seen[0]).toBe("QUEUED");
  expect(seen).toContain("RUNNING");
  expect(seen.at(-1)).toBe("SUCCEEDED");
  await client.dispose();

  type Result = {
    run: {
      provenance: Record<string, unknown>;
      networkInput: { imageCount: number; channels: { name: string; mean: number }[]; text: string } | null;
      indexMaps: {
        measure: string;
        factor: string;
        summary: { mean: number; meanHalfWidth95: number; undefinedCount: number };
      }[];
    };
  };
  const { data } = await api.graphql<Result>(
    `{ run(id: "${id}") { provenance networkInput { imageCount channels { name mean } text } indexMaps(checkpoint: "layer4", measure: ST) { measure factor summary { mean meanHalfWidth95 undefinedCount } } } }`,
  );
  expect(data.run.provenance).toMatchObject({ executionProvider: "cpu", threads: 1 });
  expect(data.run.networkInput?.channels.map(({ name }) => name)).toEqual(["R", "G", "B"]);
  expect(data.run.networkInput?.text).toMatch(/^The network will see values from .*, over \d images\.$/);
  expect(data.run.indexMaps.map(({ factor }) => factor)).toEqual([
    "hue",
    "grayscaling",
    "permutation",
    "class",
    "partition",
  ]);
  for (const { summary } of data.run.indexMaps) {
    expect(summary.mean).toBeGreaterThanOrEqual(0);
    expect(summary.meanHalfWidth95).toBeGreaterThan(0);
  }
});

it("goes on after the worker was stopped, and after it was killed, to the same bits", async () => {
  const spec = { baseSamples: 64, checkpoints: ["fc"] };
  const stopped = await createRun(spec);
  const runId = localId("Run", stopped);

  worker = WorkerProcess.start(api, { holdAt: 32 * PER_SAMPLE });
  expect(await until(stopped, hasDone(32 * PER_SAMPLE))).toMatchObject({ status: "RUNNING" });
  expect(await worker.end("SIGTERM"), worker.log).toBe(0);
  expect((await view(stopped)).status).toBe("QUEUED");
  const state = await api.db.runState.findUnique({ where: { runId } });
  expect(state!.blocksDone).toBeGreaterThan(0);

  worker = WorkerProcess.start(api, { holdAt: 48 * PER_SAMPLE });
  expect(await until(stopped, hasDone(48 * PER_SAMPLE))).toMatchObject({ status: "RUNNING" });
  await worker.end("SIGKILL");
  // Nobody is left to say that the worker is gone: the next one finds out.
  expect((await view(stopped)).status).toBe("RUNNING");

  worker = WorkerProcess.start(api);
  expect(await until(stopped, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  // The last state is kept, and no other.
  expect(await api.db.runState.findUnique({ where: { runId } })).toMatchObject({ blocksDone: 8 });
  expect(await readdir(path.join(api.dataDir, "blobs", "states", runId))).toHaveLength(1);

  const whole = await createRun(spec);
  expect(await until(whole, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  const wanted = await bits(whole);
  expect(wanted.length).toBeGreaterThan(10);
  expect(await bits(stopped)).toEqual(wanted);
});

it("extends a finished run to the bits of a larger one", async () => {
  // The last block of either is half a block.
  const spec = { method: "SHAPLEY", checkpoints: ["fc"], includePermutation: false };
  const grown = await createRun({ ...spec, baseSamples: 136 });
  const small = { ...spec, method: "VARIANCE" };
  const regrown = await createRun({ ...small, baseSamples: 16 });
  const wholes = [
    await createRun({ ...spec, baseSamples: 152 }),
    await createRun({ ...small, baseSamples: 32 }),
  ];
  worker = WorkerProcess.start(api);
  for (const id of [grown, regrown]) {
    expect(await until(id, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  }
  const before = [await bits(grown), await bits(regrown)];
  await api.graphql(`mutation { extendRun(id: "${grown}", baseSamples: 152) { id } }`);
  await api.graphql(`mutation { extendRun(id: "${regrown}", baseSamples: 32) { id } }`);
  for (const id of [grown, regrown, ...wholes]) {
    expect(await until(id, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
  }
  const after = [await bits(grown), await bits(regrown)];
  expect(after).toEqual([await bits(wholes[0]!), await bits(wholes[1]!)]);
  expect(after[0]).not.toEqual(before[0]);
  expect(after[0]).toHaveLength(before[0]!.length);
  const { progress } = await view(grown);
  expect(progress).toEqual((await view(wholes[0]!)).progress);
});

it.each([1, 3, 16])(
  "cancels a run of %i threads at once, keeps its state, and resumes it",
  async (threads) => {
    const spec = { baseSamples: 64, checkpoints: ["fc"] };
    const id = await createRun(spec);
    const startedAt = performance.now();
    worker = WorkerProcess.start(api, { threads, holdAt: 32 * PER_SAMPLE });
    await until(id, hasDone(32 * PER_SAMPLE));
    const heldAt = performance.now();
    const { data } = await api.graphql<{ cancelRun: { status: string } }>(
      `mutation { cancelRun(id: "${id}") { status } }`,
    );
    expect(data.cancelRun.status).toBe("RUNNING");
    expect(await until(id, hasEnded)).toMatchObject({ status: "CANCELLED" });
    // A second, or on a slow machine no longer than it took to start.
    expect(performance.now() - heldAt).toBeLessThan(Math.max(1_000, heldAt - startedAt));
    expect(await bits(id)).toEqual([]);
    const runId = localId("Run", id);
    const before = await api.db.runState.findUnique({ where: { runId } });
    expect(before!.blocksDone).toBeGreaterThan(0);
    worker.open();
    await api.graphql(`mutation { resumeRun(id: "${id}") { id } }`);
    expect(await until(id, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
    const whole = await createRun(spec);
    expect(await until(whole, hasEnded)).toMatchObject({ status: "SUCCEEDED" });
    expect(await bits(id)).toEqual(await bits(whole));
  },
);

it("tells in words a person understands why a run failed", async () => {
  // Of its own, as it is broken.
  const { id: imageSetId } = await importImageFolder(api.db, api.blobs, {
    dir: path.join(api.dataDir, "few-images"),
    name: "lost",
  });
  const id = await createRun({ imageSetId: toGlobalId("ImageSet", imageSetId) });
  const files = await api.db.imageFile.findMany({ where: { imageSetId } });
  // The blob store lost the images.
  await api.db.imageFile.updateMany({ where: { imageSetId }, data: { sha256: "0".repeat(64) } });
  worker = WorkerProcess.start(api);
  const failed = await until(id, hasEnded);
  expect(failed.status).toBe("FAILED");
  expect(failed.failure).toMatch(
    /^The image "(train|valid)\/(bag|trouser)\/00\d\.png" was there when its set was checked/,
  );
  expect(failed.failure).not.toMatch(/ENOENT|\/tmp/);
  for (const { position, sha256 } of files) {
    const where = { imageSetId_position: { imageSetId, position } };
    await api.db.imageFile.update({ where, data: { sha256 } });
  }
  await api.graphql(`mutation { resumeRun(id: "${id}") { id } }`);
  expect(await until(id, hasEnded)).toMatchObject({ status: "SUCCEEDED", failure: null });
});

it("ends a subscription to a run that is not there with an error", async () => {
  const client = createClient({ url: `${api.url.replace("http", "ws")}/graphql`, webSocketImpl: WebSocket });
  const unknown = Buffer.from("Run:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
  const first = async (query: string) => {
    for await (const { errors } of client.iterate({ query })) return errors?.[0];
    return undefined;
  };
  const error = await first(`subscription { runProgress(id: "${unknown}") { id } }`).catch(
    (e: unknown[]) => e[0],
  );
  expect(error).toMatchObject({ extensions: { code: "NOT_FOUND" } });
  const wrong = await first("subscription { runProgress { id } }").catch((e: unknown[]) => e[0]);
  expect(wrong).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
  await client.dispose();
});

it("opens no socket for a foreign page", async () => {
  const socket = new WebSocket(`${api.url.replace("http", "ws")}/graphql`, "graphql-transport-ws", {
    origin: "https://example.org",
  });
  const answer = await new Promise<string>((resolve) => {
    socket.on("error", (error) => resolve(error.message));
    socket.on("open", () => resolve("open"));
  });
  expect(answer).toContain("401");
});
