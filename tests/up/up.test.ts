import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort, Place, READY, Start } from "./start.js";

async function graphql<Data>(url: string, query: string): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: Data }).data;
}

/** Process ids of everything that was started for a data folder, found by its path in their environment or arguments. */
function processesOf(dataDir: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const about =
          readFileSync(`/proc/${pid}/cmdline`, "utf8") + readFileSync(`/proc/${pid}/environ`, "utf8");
        return about.includes(dataDir);
      } catch {
        return false; // Ended in the meantime.
      }
    })
    .map(Number);
}

describe("npm run up", () => {
  let place: Place;
  let data: string;
  let ports: readonly string[];
  let start: Start;

  beforeAll(async () => {
    place = await Place.make();
    ({ data, ports } = place);
  });
  afterEach(async () => {
    start?.child.kill("SIGTERM");
    await start?.exitCode();
  });
  afterAll(() => place.remove());
  const up = (...args: string[]): Start => {
    start = new Start(["--data", data, "--no-first-run", ...ports, ...args]);
    return start;
  };

  it("imports the samples, serves both addresses, and ends on Ctrl-C with nothing left", async () => {
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
    if (process.platform === "linux") expect(processesOf(data).length).toBeGreaterThanOrEqual(5);

    first.child.kill("SIGINT");
    expect(await first.exitCode()).toBe(0);
    expect(first.text).toMatch(/Stopped\.\n$/);
    if (process.platform === "linux") expect(processesOf(data)).toEqual([]);
  });

  it("keeps all data over a second start and repeats nothing", async () => {
    const second = up();
    await second.untilPrinted(READY);
    expect(second.text).not.toMatch(/Import|Install|Build/);
    const [[, , api]] = [...second.text.matchAll(READY)] as [RegExpMatchArray];
    const found = await graphql<{ models: { totalCount: number } }>(api!, "{ models { totalCount } }");
    expect(found.models.totalCount).toBe(2);

    // While it runs: a start on the same ports, and one on the same data.
    const same = new Start(["--data", data, ...ports]);
    expect(await same.exitCode()).toBe(1);
    expect(same.text).toBe(
      `Port ${ports[1]} is in use. Choose another: npm run up -- --port ${Number(ports[1]) + 1}\n`,
    );
    const elsewhere = ["--port", String(await freePort()), "--dashboard-port", String(await freePort())];
    const onSameData = new Start(["--data", data, ...elsewhere]);
    expect(await onSameData.exitCode()).toBe(1);
    expect(onSameData.text).toContain(`${data} is in use by process ${second.child.pid}.`);
    expect(second.hasEnded).toBe(false);
  });

  it.runIf(process.platform === "linux")(
    "says which part died, shows its log, and stops the rest",
    async () => {
      const third = up();
      await third.untilPrinted(READY);
      const worker = processesOf(data).find((pid) =>
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(path.join("dist", "worker.js")),
      );
      process.kill(worker!, "SIGKILL");
      expect(await third.exitCode()).toBe(1);
      expect(third.text).toMatch(
        /The worker ended unexpectedly \(signal SIGKILL\)\. The end of its log, .*worker\.log:/,
      );
      expect(processesOf(data)).toEqual([]);
    },
  );

  it.runIf(process.platform === "linux")("leaves nothing behind when it is killed itself", async () => {
    const fourth = up();
    await fourth.untilPrinted(READY);
    fourth.child.kill("SIGKILL");
    await fourth.exitCode();
    // The database is the exception: its data are safe, and the next start stops it.
    await expect.poll(() => processesOf(data).length, { timeout: 30_000 }).toBeLessThanOrEqual(1);
    const fifth = up();
    await fifth.untilPrinted(READY);
    fifth.child.kill("SIGTERM");
    expect(await fifth.exitCode()).toBe(0);
    expect(processesOf(data)).toEqual([]);
  });
});
