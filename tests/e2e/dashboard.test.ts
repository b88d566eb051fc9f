import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Place, READY, Start } from "../up/start.js";
import { chromiumPath, openBrowser, PATIENCE_MS } from "./browser.js";
import { testMasking } from "./maskingSteps.js";

// On a developer's machine without Chromium the tests count as skipped; in CI they have to run.
const canRun = chromiumPath !== undefined || process.env["CI"] === "true";

describe.skipIf(!canRun)("the dashboard, from `npm run up` to the compare page", () => {
  let place: Place;
  let start: Start;
  let browser: Browser;
  let page: Page;
  let dashboard: string;
  let statusAtFirst: string | null;
  const problems: string[] = [];
  const ask = async <T>(query: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${place.ports[1]}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return ((await response.json()) as { data: T }).data;
  };

  beforeAll(async () => {
    if (!chromiumPath) throw new Error("No Chromium found; install it (Debian: apt-get install chromium).");
    place = await Place.make();
    start = new Start(["--data", place.data, ...place.ports]);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    dashboard = `http://127.0.0.1:${place.ports[3]}`;
    // The dashboard is served before the first analysis ends: whatever it has come to by now, its page shows it.
    await start.untilPrinted(/Analysing/);
    await page.goto(`${dashboard}/runs`);
    await page.getByTestId("runs-table").waitFor();
    await page.getByText("first analysis").first().waitFor();
    statusAtFirst = await page.getByTestId("run-status").first().textContent();
    await start.untilPrinted(READY);
  });
  afterEach(() => {
    // Pages that do not exist are told to the console by the browser itself.
    expect(problems.splice(0).filter((text) => !text.includes("404"))).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await start?.end();
    await place?.remove();
  });

  it("shows the first analyses, under way and when both have succeeded", async () => {
    expect(statusAtFirst).toMatch(/Queued|Running|Succeeded/);
    await page.goto(`${dashboard}/runs`);
    await page.getByTestId("runs-table").waitFor();
    await expect
      .poll(() => page.getByTestId("run-status").allInnerTexts(), { timeout: PATIENCE_MS })
      .toEqual(["Succeeded", "Succeeded"]);
  });

  it("shows the latest result on the overview", async () => {
    await page.goto(dashboard);
    const hero = page.getByTestId("hero-chart");
    await hero.waitFor();
    for (const checkpoint of ["maxpool", "layer1", "layer4", "fc"]) {
      await hero.getByText(checkpoint, { exact: true }).first().waitFor();
    }
  });

  it("shows heat table, distribution and unit map of a run", async () => {
    await page.goto(`${dashboard}/runs`);
    await page.getByRole("link", { name: "plain: first analysis" }).first().click();
    for (const part of ["hero-chart", "heat-table", "distribution-chart", "unit-map"]) {
      await page.getByTestId(part).waitFor();
    }
    expect(await page.getByTestId("heat-table").textContent()).toMatch(/Hue/);
    await page.goto(`${page.url().split("?")[0]}?checkpoint=layer1&factor=hue`);
    await page.getByTestId("unit-map").waitFor();
    const colours = () =>
      page.getByTestId("unit-map").evaluate((element) => {
        const canvas = (element.matches("canvas") ? element : element.querySelector("canvas")) as {
          width: number;
          height: number;
          getContext(kind: "2d"): {
            getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray };
          };
        };
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
    // Many units, many values: a map of one colour would mean that nothing was drawn.
    await expect.poll(colours, { timeout: PATIENCE_MS }).toBeGreaterThan(10);
  });

  it("compares the two networks and shows the colour shortcut", async () => {
    const { runs } = await ask<{ runs: { nodes: { id: string; name: string }[] } }>(
      "{ runs { nodes { id name } } }",
    );
    const idOf = (name: string) => runs.nodes.find((run) => run.name.startsWith(name))!.id;
    const [plain, augmented] = [idOf("plain"), idOf("augmented")];
    await page.goto(
      `${dashboard}/compare?runs=${encodeURIComponent(`${plain},${augmented}`)}&measure=ST&checkpoint=layer1`,
    );
    const rows = page.getByTestId("compare-rows");
    await rows.waitFor();
    expect(await rows.textContent()).toMatch(/Hue[\s\S]*Grayscaling|Grayscaling[\s\S]*Hue/);

    // samples/README.md: trained without colour jitter, `plain` leans on hue; `augmented` does not.
    const { compareRuns } = await ask<{
      compareRuns: {
        rows: {
          checkpoint: string;
          factor: string;
          cells: { difference: number; differenceHalfWidth95: number }[];
        }[];
      };
    }>(
      `{ compareRuns(runIds: ["${plain}", "${augmented}"], measure: ST) { rows { checkpoint factor cells { mean halfWidth95 difference differenceHalfWidth95 } } } }`,
    );
    for (const factor of ["hue", "grayscaling"]) {
      const row = compareRuns.rows.find(
        ({ checkpoint, factor: key }) => checkpoint === "layer1" && key === factor,
      );
      const { difference, differenceHalfWidth95 } = row!.cells[1]!;
      expect(difference + differenceHalfWidth95).toBeLessThan(0);
    }
  });

  const keepsToNarrowScreens = async (paths: readonly string[]) => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
    phone.setDefaultTimeout(PATIENCE_MS);
    for (const path of paths) {
      await phone.goto(dashboard + path, { waitUntil: "networkidle" });
      const overflow = await phone.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    const background = await phone.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(background).not.toBe("rgb(255, 255, 255)");
    await phone.close();
  };
  testMasking({ page: () => page, dashboard: () => dashboard, ask, keepsToNarrowScreens });

  it("keeps to narrow screens and to the dark theme", async () => {
    await keepsToNarrowScreens(["/", "/runs", "/compare", "/runs/new", "/help"]);
  });

  it("says what is wrong for a page and a run that do not exist", async () => {
    const response = await page.goto(`${dashboard}/no-such-page`);
    expect(response?.status()).toBe(404);
    await page.goto(
      `${dashboard}/runs/${encodeURIComponent("UnVuOjAxOTlhYmNkLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA")}`,
    );
    await page
      .getByText(/no run|not found|does not exist/i)
      .first()
      .waitFor();
  });
});
