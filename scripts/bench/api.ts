// npm run bench:api [-- --json FILE]: how fast the API answers with whole ResNet18 runs stored, alone and to many at once.
import { type ChildProcess, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { type Figure, markdownTable } from "./figure.js";
import { type StoredRuns, storeRuns } from "./storedRuns.js";

const API = fileURLToPath(new URL("../../apps/server/dist/api.js", import.meta.url));
const CROWD = 50;
const SECONDS = 10;
const MOST_MS = 100;

interface Question {
  readonly name: string;
  readonly query: string;
  /** Variables of one request after another. */
  readonly variables: readonly Record<string, unknown>[];
}

function questions({ runs, spec }: StoredRuns): Question[] {
  const [run] = runs;
  return [
    {
      name: "units ordered by value, 200,704 units",
      query: `query($run: ID!, $factor: String!) { run(id: $run) {
        units(where: { checkpoint: "layer1", measure: ST, factor: $factor }, first: 50) {
          totalCount nodes { channel y x value halfWidth95 } } } }`,
      variables: spec.factors.map((factor) => ({ run, factor })),
    },
    {
      name: "one unit with all measures",
      query: `query($run: ID!, $channel: Int!) { run(id: $run) {
        unit(checkpoint: "layer1", channel: $channel, y: 20, x: 30) {
          mean variance indices { measure factor withFactor value halfWidth95 } } } }`,
      variables: Array.from({ length: 64 }, (_, channel) => ({ run, channel })),
    },
    {
      name: "summaries of all index maps",
      query: `query($run: ID!) { run(id: $run) { indexMaps {
        checkpoint { name } measure factor withFactor summary { mean sd min max undefinedCount quantiles { p value } } } } }`,
      variables: [{ run }],
    },
    {
      name: "comparison of two runs",
      query: `query($runs: [ID!]!) { compareRuns(runIds: $runs, measure: ST) {
        rows { checkpoint factor cells { mean sd median p95 halfWidth95 difference differenceHalfWidth95 } }
        differences { field values } } }`,
      variables: [{ runs }],
    },
  ];
}

async function ask(url: string, { query, variables }: Question, connections: number) {
  const requests = variables.map((one) => ({
    method: "POST" as const,
    path: "/graphql",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: one }),
  }));
  const first = await fetch(`${url}/graphql`, requests[0]);
  const answer = (await first.json()) as { errors?: unknown };
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  const result = await autocannon({ url, requests, connections, duration: SECONDS });
  if (result.errors + result.non2xx > 0) throw new Error(`${result.errors + result.non2xx} requests failed.`);
  return result;
}

async function measure(url: string, stored: StoredRuns): Promise<Figure[]> {
  const figures: Figure[] = [
    {
      figure: "storing a run, s",
      value: Math.max(...stored.storingSeconds),
      bar: { atMost: 10 },
      detail: "set 1, S1, ST, S2, half widths and flags of 553,448 units",
    },
    {
      figure: "a stored run, MiB",
      value: stored.mebibytesPerRun,
      bar: { atMost: 100 },
      detail: "index maps and channels, tables and indices",
    },
  ];
  for (const question of questions(stored)) {
    for (const connections of [1, CROWD]) {
      const { latency, requests } = await ask(url, question, connections);
      const who = connections === 1 ? "one client" : `${connections} clients`;
      figures.push({
        figure: `${question.name}, ${who}: 97.5 % answered within, ms`,
        value: latency.p97_5,
        bar: connections === 1 ? { atMost: MOST_MS } : null,
        detail: `median ${latency.p50} ms; ${requests.average.toFixed(0)} answers a second`,
      });
    }
  }
  return figures;
}

async function startApi({ databaseUrl, dataDir }: StoredRuns, port: number): Promise<ChildProcess> {
  const api = spawn(process.execPath, [API], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      UNITSCOPE_DATA: dataDir,
      PORT: String(port),
      UNITSCOPE_LOG_LEVEL: "warn",
    },
    stdio: "inherit",
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return api;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The API did not start.");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}

const { values: options } = parseArgs({ options: { json: { type: "string" } } });
console.error("Storing two runs of ResNet18 ...");
const stored = await storeRuns();
const port = await freePort();
const api = await startApi(stored, port);
try {
  const figures = await measure(`http://127.0.0.1:${port}`, stored);
  console.log(markdownTable(figures));
  if (options.json) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  api.kill("SIGTERM");
  await new Promise((resolve) => api.once("exit", resolve));
  await stored.stop();
}
