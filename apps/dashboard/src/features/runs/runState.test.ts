import { describe, expect, it } from "vitest";
import { baseSamplesOf, doneShare, isActive, newestFirst, shortNames } from "./runState";

const run = (id: string, name: string, model: string) => ({ id, name, model: { name: model } });

describe("run state", () => {
  it("is active until it has ended", () => {
    expect(
      (["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const).map((status) =>
        isActive({ status }),
      ),
    ).toEqual([true, true, false, false, false]);
  });
  it("has a done share within 0 and 1", () => {
    const progress = { evaluationsPlanned: 200, evaluationsDone: 50, evaluationsReused: 10 };
    expect(doneShare(progress)).toBe(0.25);
    expect(doneShare({ ...progress, evaluationsPlanned: 0 })).toBe(0);
    expect(doneShare({ ...progress, evaluationsDone: 900 })).toBe(1);
  });
  it("reads the base sample size, and nothing else, from the design", () => {
    expect(baseSamplesOf({ method: "SOBOL", design: { baseSamples: 0 } })).toBe(0);
    expect(baseSamplesOf({ method: "SOBOL", design: { baseSamples: "many" } })).toBeNull();
    expect(baseSamplesOf({ method: "SHAPLEY_NESTED", design: { baseSamples: 1024 } })).toBeNull();
  });
  it("uses the networks' names only when they tell the runs apart", () => {
    expect([...shortNames([run("1", "a", "plain"), run("2", "b", "augmented")]).values()]).toEqual([
      "plain",
      "augmented",
    ]);
    expect([...shortNames([run("1", "a", "plain"), run("2", "b", "plain")]).values()]).toEqual(["a", "b"]);
  });
});

it("puts the newest entry first, whatever the order they come in", () => {
  const entries = ["2026-01-02T10:00:00Z", "2026-01-03T10:00:00Z", "2026-01-01T10:00:00Z"].map(
    (createdAt) => ({
      createdAt,
    }),
  );
  expect(newestFirst(entries).map(({ createdAt }) => createdAt.slice(8, 10))).toEqual(["03", "02", "01"]);
  expect(entries[0]!.createdAt).toContain("-02T");
});
