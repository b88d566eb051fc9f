import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countsLine, countsOf, sumOf } from "./counts.mjs";

describe("countsOf", () => {
  let folder;
  let report;
  const write = (result) => writeFileSync(report, JSON.stringify(result));
  const base = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "unitscope-counts-"));
    report = path.join(folder, "report.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads passed, failed and skipped", () => {
    write({ ...base, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 });
    expect(countsOf(report, false)).toEqual({ passed: 5, failed: 2, skipped: 4 });
  });

  it("counts a file that could not be loaded, but no failed test twice", () => {
    write({
      ...base,
      numFailedTests: 1,
      testResults: [
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
        { status: "passed", assertionResults: [{ status: "passed" }] },
      ],
    });
    expect(countsOf(report, false)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  it("counts a failure that no test reports", () => {
    write(base);
    expect(countsOf(report, true).failed).toBe(0);
    expect(countsOf(report, false).failed).toBe(1);
  });

  it("counts a missing report as a failure", () => {
    expect(countsOf(report, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

it("adds up and writes the line", () => {
  const total = sumOf([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 20, failed: 3, skipped: 0 },
  ]);
  expect(countsLine(total)).toBe("21 passed, 3 failed");
  expect(countsLine({ ...total, skipped: 2 })).toBe("21 passed, 3 failed, 2 skipped");
});
