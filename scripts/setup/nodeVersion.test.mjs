import { expect, it } from "vitest";
import { nodeVersionProblem } from "./nodeVersion.mjs";

it("accepts Node 20.19 and what is newer", () => {
  for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.1.0"])
    expect(nodeVersionProblem(version)).toBeNull();
});

it("says what is needed and what there is", () => {
  for (const version of ["18.20.4", "20.9.0", "20.18.3"]) {
    expect(nodeVersionProblem(version)).toContain(`needs Node 20.19 or newer; this is Node ${version}`);
  }
});
