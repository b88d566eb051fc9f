import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  type InstrumentedSession,
  openNetwork,
  type ReadyNetwork,
  readyNetwork,
} from "../inference/instrumentedSession.js";
import { listCheckpoints } from "../onnx/checkpoints.js";
import { readModel } from "../onnx/model.js";
import { optimisedNetwork } from "./optimisedNetwork.js";
import { bits, run, specOf } from "./testing/sampleAnalysis.js";

const before = process.env["TMPDIR"];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-test-"));
  process.env["TMPDIR"] = folder;
});
afterEach(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  rmSync(folder, { recursive: true, force: true });
});

function ready(model: Uint8Array): ReadyNetwork {
  const network = readModel(model);
  const suggested = listCheckpoints(network).filter((checkpoint) => checkpoint.suggested);
  return readyNetwork(
    network,
    suggested.map(({ tensor }) => tensor),
  );
}

async function activations(network: ReadyNetwork): Promise<readonly Float32Array[]> {
  const session = await openNetwork(network, {});
  const values = await valuesOf(session);
  await session.close();
  return values;
}

async function valuesOf(session: InstrumentedSession): Promise<readonly Float32Array[]> {
  const length = session.inputShape.slice(1).reduce((product, axis) => product * axis, 3);
  const batch = Float32Array.from({ length }, (_, i) => Math.sin(0.37 * i) + 0.3 * Math.sin(0.011 * i));
  return [...(await session.run(batch, 3)).values()].map((own) => own.slice());
}

/** Folders of networks; the loader of tests leaves one of its own beside them. */
const leftFolders = () => readdirSync(folder).filter((name) => name.startsWith("unitscope-network-"));

it.each<readonly [string, Uint8Array]>([
  ["resnet18-plain.onnx", sampleModel("resnet18-plain.onnx")],
  ...goldenNetworks.map(({ file }) => [file, goldenModel(file)] as const),
])(
  "gives the bits of the network itself, in sessions of one memory that is given away: %s",
  async (_, model) => {
    const network = ready(model);
    const bytes = await optimisedNetwork(network.edited.bytes);
    expect(bytes).not.toBeNull();
    expect(leftFolders()).toEqual([]);
    const optimised = (own: Uint8Array) => ({
      ...network,
      edited: { ...network.edited, bytes: own },
      isOptimised: true,
    });
    const first = await openNetwork(optimised(bytes as Uint8Array), {});
    const moved = structuredClone(bytes as Uint8Array<ArrayBuffer>, {
      transfer: [(bytes as Uint8Array<ArrayBuffer>).buffer],
    });
    expect(bytes?.length).toBe(0);
    const second = await openNetwork(optimised(moved), {});
    const expected = await activations(network);
    expect(await valuesOf(first)).toEqual(expected);
    await first.close();
    expect(await valuesOf(second)).toEqual(expected);
    await second.close();
  },
);

it("is read where it lies: sessions keep no weights of their own", async () => {
  const network = ready(sampleModel("resnet18-plain.onnx"));
  const bytes = (await optimisedNetwork(network.edited.bytes)) as Uint8Array<ArrayBuffer>;
  const optimised = { ...network, edited: { ...network.edited, bytes }, isOptimised: true };
  const sessions = [await openNetwork(optimised, {}), await openNetwork(optimised, {})];
  const before = await valuesOf(sessions[0]);
  bytes.fill(0);
  const after = await Promise.all(sessions.map(valuesOf));
  expect(after[0]).not.toEqual(before);
  expect(after[1]).toEqual(after[0]);
  for (const session of sessions) await session.close();
});

it("goes without where the file cannot be written", async () => {
  const spec = specOf({ factors: ["hue"], baseSamples: 16, secondOrder: false });
  const withFile = bits(await run({ spec }));
  expect(leftFolders()).toEqual([]);
  process.env["TMPDIR"] = path.join(folder, "none");
  expect(await optimisedNetwork(ready(goldenModel("tinycnn_b.onnx")).edited.bytes)).toBeNull();
  expect(bits(await run({ spec }))).toBe(withFile);
});

it("is null for a network that the runtime does not accept, which says why when it is opened", async () => {
  const broken = new Uint8Array(8);
  expect(await optimisedNetwork(broken)).toBeNull();
  expect(leftFolders()).toEqual([]);
});

it("removes what a process that was killed has left, and nothing else", async () => {
  const old = new Date(Date.now() - 2 * 3_600_000);
  for (const name of ["unitscope-network-old", "unitscope-network-new", "other"])
    mkdirSync(path.join(folder, name));
  for (const name of ["unitscope-network-old", "other"]) utimesSync(path.join(folder, name), old, old);
  await optimisedNetwork(ready(goldenModel("tinycnn_b.onnx")).edited.bytes);
  expect(existsSync(path.join(folder, "unitscope-network-old"))).toBe(false);
  expect(existsSync(path.join(folder, "other"))).toBe(true);
  expect(leftFolders()).toEqual(["unitscope-network-new"]);
});
