import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { PATIENCE_MS } from "./browser.js";

interface Stage {
  readonly page: () => Page;
  /** Address of the dashboard. */
  readonly dashboard: () => string;
  /** A query's data, of the API that the dashboard reads. */
  readonly ask: <T>(query: string) => Promise<T>;
  readonly keepsToNarrowScreens: (paths: readonly string[]) => Promise<void>;
}

interface Accuracy {
  readonly top1: number;
  readonly halfWidth95: number;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)}`;
}

/** Tests of the masking pages, after the first analyses have succeeded. */
export function testMasking({ page, dashboard, ask, keepsToNarrowScreens }: Stage): void {
  /** Each goes on where the one before it ended. */
  const steps: [name: string, run: () => Promise<void>][] = [];
  const step = (name: string, run: () => Promise<void>) => steps.push([name, run]);
  /** Pages that the steps have been on. */
  const paths = new Set<string>();
  let runPath = "";
  let maskId = "";
  let studyId = "";
  let combined = "";
  const runId = () => decodeURIComponent(runPath.split("/").at(-1) ?? "");
  const visit = (path: string) => page().goto(`${dashboard()}${path}`);
  const here = () => {
    const { pathname } = new URL(page().url());
    paths.add(pathname);
    return pathname;
  };

  step("previews a mask while its rule is built, and stores it", async () => {
    await visit("/runs");
    await page().getByRole("link", { name: "plain: first analysis" }).first().click();
    await page().getByRole("link", { name: "Masking" }).click();
    await page().waitForURL("**/masking");
    runPath = here().replace(/\/masking$/, "");
    const preview = page().getByTestId("mask-preview");
    await preview.waitFor();
    await page().getByLabel("Factor", { exact: true }).selectOption("hue");
    await page().getByRole("spinbutton", { name: "Percentile" }).fill("0.8");
    await page().waitForURL(/factor=hue.*percentile=0\.8|percentile=0\.8.*factor=hue/);
    const { previewMask } = await ask<{ previewMask: { checkpoint: string; unitCount: number }[] }>(
      `{ previewMask(rule: { runId: "${runId()}", measure: ST, factor: "hue",
        percentile: 0.8, direction: ABOVE, alpha: 0 }) { checkpoint unitCount } }`,
    );
    expect(previewMask.length).toBeGreaterThan(1);
    await page().getByLabel("Measure", { exact: true }).selectOption("ST");
    for (const { checkpoint, unitCount } of previewMask) {
      const line = preview.getByRole("listitem").filter({ hasText: new RegExp(`^${checkpoint}`) });
      const shown = async () => ((await line.textContent()) ?? "").replaceAll("\u202f", "");
      await expect.poll(shown, { timeout: PATIENCE_MS }).toContain(`${unitCount} of `);
    }
    await page().getByLabel("Name").first().fill("hue, highest fifth");
    await page().getByRole("button", { name: "Store mask" }).click();
    await page().waitForURL("**/masks/**");
    maskId = decodeURIComponent(here().split("/").at(-1)!);
    await page().getByRole("heading", { name: "hue, highest fifth" }).waitFor();
  });

  step("offers the mask as a file that NumPy reads", async () => {
    const link = page().getByRole("link", { name: "mask .npy" }).first();
    const response = await fetch((await link.getAttribute("href"))!);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // The magic of NumPy's format: 0x93 and its name.
    expect([...bytes.subarray(0, 6)]).toEqual([0x93, ...new TextEncoder().encode("NUMPY")]);
  });

  step("evaluates the mask on a few images and shows what the API says", async () => {
    await page().getByRole("spinbutton", { name: "At most images" }).fill("40");
    await page().getByRole("spinbutton", { name: "Random masks" }).fill("2");
    await page().getByRole("button", { name: "Evaluate" }).click();
    const result = page().getByTestId("evaluation-result");
    await result.waitFor();
    const { mask } = await ask<{
      mask: {
        evaluations: {
          status: string;
          sampleCount: number;
          baseline: Accuracy;
          masked: Accuracy;
          randomControl: Accuracy;
        }[];
      };
    }>(
      `{ mask(id: "${maskId}") { evaluations { status sampleCount baseline { top1 halfWidth95 }
        masked { top1 halfWidth95 } randomControl { top1 halfWidth95 } } } }`,
    );
    const [evaluation] = mask.evaluations;
    expect(evaluation).toMatchObject({ status: "SUCCEEDED", sampleCount: 40 });
    const rows = [
      ["No mask", evaluation!.baseline],
      ["Mask", evaluation!.masked],
      ["As many random units", evaluation!.randomControl],
    ] as const;
    for (const [name, { top1 }] of rows) {
      const row = result.getByRole("row").filter({ hasText: new RegExp(`^${name}`) });
      expect(await row.textContent()).toContain(percent(top1));
    }
    const figure = page().getByRole("region", { name: "Accuracy with and without the mask" });
    expect(await figure.textContent()).toMatch(/costs .* than silencing as many random ones/);
    await page().getByTestId("classes").waitFor();
  });

  step("combines two masks", async () => {
    await visit(`${runPath}/masking?factor=erasing&alpha=0`);
    await page().getByTestId("mask-preview").waitFor();
    await page().getByRole("button", { name: "Store mask" }).click();
    await page().waitForURL("**/masks/**");
    await visit(`${runPath}/masking`);
    await page().getByRole("button", { name: "Combine", exact: true }).click();
    await page().waitForURL("**/masks/**");
    await page().getByText("units of either of two masks", { exact: false }).first().waitFor();
    combined = (await page().getByRole("heading", { level: 1 }).textContent()) ?? "";
  });

  step("deletes a mask only after asking", async () => {
    await page().getByRole("button", { name: "Delete" }).click();
    await page().getByRole("dialog").getByText("are lost", { exact: false }).waitFor();
    await page().getByRole("button", { name: "Keep it" }).click();
    await page().getByRole("button", { name: "Delete" }).click();
    await page().getByRole("button", { name: "Delete the mask" }).click();
    await page().waitForURL("**/masking");
    const list = page().getByTestId("mask-list");
    await list.waitFor();
    const { run } = await ask<{ run: { masks: { name: string }[] } }>(
      `{ run(id: "${runId()}") { masks { name } } }`,
    );
    expect(run.masks.some(({ name }) => name === "hue, highest fifth")).toBe(true);
    expect(run.masks.some(({ name }) => name === combined)).toBe(false);
    // A line a mask, and the head.
    await expect
      .poll(() => list.getByRole("row").count(), { timeout: PATIENCE_MS })
      .toBe(run.masks.length + 1);
  });

  step("runs a small study and shows its figures", async () => {
    await page().getByRole("link", { name: "New study" }).click();
    await page().waitForURL("**/studies/new");
    here();
    await page().getByRole("button", { name: "Start the study" }).waitFor();
    for (const factor of await page().getByRole("checkbox").all()) {
      const label = await factor.evaluate((element) => element.closest("label")?.textContent ?? "");
      if (/masks/.test(label) && !label.includes("Hue")) await factor.uncheck();
    }
    await page().getByRole("spinbutton", { name: "At most images" }).fill("20");
    await page().getByRole("spinbutton", { name: "Random masks" }).fill("1");
    await page().getByRole("button", { name: "Start the study" }).click();
    await page().waitForURL(/\/studies\/(?!new)/);
    studyId = decodeURIComponent(here().split("/").at(-1)!);
    await page().getByTestId("effects").waitFor();
    for (const part of ["masked-accuracy", "study-correlation", "clusters", "single-classes"]) {
      await page().getByTestId(part).waitFor();
    }
    const { maskStudy } = await ask<{
      maskStudy: {
        status: string;
        accuracies: { input: string; maskFactor: string; unmaskedTop1: number }[];
      };
    }>(`{ maskStudy(id: "${studyId}") { status accuracies { input maskFactor unmaskedTop1 } } }`);
    expect(maskStudy.status).toBe("SUCCEEDED");
    expect(maskStudy.accuracies.map(({ input, maskFactor }) => `${input}/${maskFactor}`)).toEqual([
      "original/hue",
      "hue/hue",
    ]);
    const sentence = await page()
      .getByRole("region", { name: "Accuracy by share of masked units" })
      .textContent();
    expect(sentence?.replaceAll("\u202f", " ")).toContain(
      `without a mask ${(100 * maskStudy.accuracies[0]!.unmaskedTop1).toFixed(1)} % are right`,
    );
  });

  it("makes, tests, combines and deletes masks and runs a study, on pages that keep to narrow screens", async () => {
    for (const [name, run] of steps) {
      await run().catch((error: Error) => {
        error.message = `${name}: ${error.message}`;
        throw error;
      });
    }
    await keepsToNarrowScreens([...paths]);
  });

  it("compares the factors of a run", async () => {
    await visit("/runs");
    await page().getByRole("link", { name: "plain: first analysis" }).first().click();
    await page().getByTestId("specialization").waitFor();
    const views = [
      ["Correlation", "factor-correlation"],
      ["Clusters", "factor-clusters"],
      ["Telling apart", "discriminant"],
    ] as const;
    for (const [name, testId] of views) {
      await page().getByRole("button", { name, exact: true }).click();
      await page().getByTestId(testId).waitFor();
    }
    expect(await page().getByTestId("confusion").textContent()).toMatch(/Hue/);
  });
}
