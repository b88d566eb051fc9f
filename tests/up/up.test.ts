import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processCommand, processesNaming } from "../../apps/server/src/local/processIdentity.mjs";
import { freePort, Place, READY, Start } from "./start.js";

async function graphql<Data>(url: string, query: string): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: Data }).data;
}

/** Only a fault waits as long as this. */
const PATIENCE = { timeout: 500_000, interval: 100 };

describe("npm run up", () => {
  let place: Place;
  let data: string;
  let ports: readonly string[];
  const starts: Start[] = [];

  beforeEach(async () => {
    place = await Place.make();
    ({ data, ports } = place);
  });
  afterEach(async () => {
    for (const start of starts.splice(0)) await start.end();
    await place.remove();
  });
  const up = (...args: string[]): Start => {
    const start = new Start(["--data", data, "--no-first-run", ...ports, ...args]);
    starts.push(start);
    return start;
  };

  it("imports the samples, serves both addresses, ends on Ctrl-C with nothing left, and repeats nothing", async () => {
    const first = up();
    await first.untilPrinted(READY);
    const [[, dashboard, api]] = [...first.text.matchAll(READY)] as [RegExpMatchArray];
    expect([...first.text.matchAll(READY)]).toHaveLength(1);
    expect((await fetch(dashboard!)).status).toBe(200);
    const found = await graphql<{ models: { nodes: { name: string }[] }; imageSets: { nodes: unknown[] } }>(
      api!,
      "{ models { nodes { name } } imageSets { nodes { name imageCount classes partitions { name imageCount } } } }",
    );
    expect(found.models.nodes.map((model) => model.name).sort()).toEqual([
      "resnet18-augmented",
      "resnet18-plain",
    ]);
    expect(found.imageSets.nodes).toEqual([
      {
        name: "tinted-fashion",
        imageCount: 480,
        classes: expect.arrayContaining(["t-shirt", "ankle-boot"]),
        partitions: [
          { name: "train", imageCount: 240 },
          { name: "valid", imageCount: 240 },
        ],
      },
    ]);
    expect((await processesNaming(data)).length).toBeGreaterThanOrEqual(5);

    first.child.kill("SIGINT");
    expect(await first.exitCode()).toBe(0);
    expect(first.text).toMatch(/Stopped\.\n$/);
    await expect.poll(() => processesNaming(data), PATIENCE).toEqual([]);

    const second = up();
    await second.untilPrinted(READY);
    expect(second.text).not.toMatch(/Import|Install|Build/);
    const kept = await graphql<{ models: { totalCount: number } }>(api!, "{ models { totalCount } }");
    expect(kept.models.totalCount).toBe(2);
  });

  it("refuses a second start on the same ports, and one on the same data", async () => {
    const second = up();
    await second.untilPrinted(READY);
    const same = up();
    expect(await same.exitCode()).toBe(1);
    expect(same.text).toBe(
      `Port ${ports[1]} is in use. Choose another: npm run up -- --port ${Number(ports[1]) + 1}\n`,
    );
    const elsewhere = ["--port", String(await freePort()), "--dashboard-port", String(await freePort())];
    const onSameData = new Start(["--data", data, ...elsewhere]);
    starts.push(onSameData);
    expect(await onSameData.exitCode()).toBe(1);
    expect(onSameData.text).toContain(`${data} is in use by process ${second.child.pid}.`);
    expect(second.hasEnded).toBe(false);
  });

  it("says which part died, shows its log, and stops the rest", async () => {
    const start = up();
    await start.untilPrinted(READY);
    for (const pid of await processesNaming(data)) {
      if ((await processCommand(pid))?.includes(path.join("dist", "worker.js"))) process.kill(pid, "SIGKILL");
    }
    expect(await start.exitCode()).toBe(1);
    expect(start.text).toMatch(
      /The worker ended unexpectedly \(signal SIGKILL\)\. The end of its log, .*worker\.log:/,
    );
    await expect.poll(() => processesNaming(data), PATIENCE).toEqual([]);
  });

  it("leaves nothing running when it is killed itself, and starts again", async () => {
    const killed = up();
    await killed.untilPrinted(READY);
    killed.child.kill("SIGKILL");
    await expect.poll(() => processesNaming(data), PATIENCE).toEqual([]);
    const again = up();
    await again.untilPrinted(READY);
    again.child.kill("SIGTERM");
    expect(await again.exitCode()).toBe(0);
  });

  it("ends in order when the npm that started it is killed", async () => {
    const start = new Start(["--data", data, "--no-first-run", ...ports], "npm");
    starts.push(start);
    await start.untilPrinted(READY);
    start.child.kill("SIGKILL");
    await start.untilPrinted(/Stopped\.\n$/);
    await expect.poll(() => processesNaming(data), PATIENCE).toEqual([]);
  });
});
