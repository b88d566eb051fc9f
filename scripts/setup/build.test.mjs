import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashSources, isBuilt, RESULTS } from "./build.mjs";

describe("what the build depends on", () => {
  let project;
  const write = (name, text = name) => {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  };
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), "unitscope-build-"));
    for (const name of ["package.json", "packages/core/src/a.ts", "apps/server/src/b.ts"]) write(name);
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it("changes with the content, the name and the presence of a source", () => {
    const seen = new Set([hashSources(project)]);
    write("packages/core/src/a.ts", "changed");
    seen.add(hashSources(project));
    write("packages/core/src/c.ts");
    seen.add(hashSources(project));
    rmSync(path.join(project, "apps/server/src/b.ts"));
    seen.add(hashSources(project));
    write("apps/server/src/renamed.ts", "apps/server/src/b.ts");
    seen.add(hashSources(project));
    expect(seen.size).toBe(5);
  });

  it("does not change with what is made, with tests or with files beside the sources", () => {
    const before = hashSources(project);
    for (const name of [
      "apps/server/dist/b.js",
      "apps/server/node_modules/x/index.js",
      "apps/server/src/db/generated/client.ts",
      "apps/dashboard/.next/BUILD_ID",
      "apps/server/src/b.test.ts",
      "README.md",
    ]) {
      write(name);
    }
    expect(hashSources(project)).toBe(before);
  });

  it("is not built when a result is missing, whatever the stamp says", () => {
    write("node_modules/.unitscope-build", hashSources(project));
    expect(isBuilt(project)).toBe(false);
    for (const name of RESULTS) write(name);
    expect(isBuilt(project)).toBe(true);
    write("packages/core/src/a.ts", "changed");
    expect(isBuilt(project)).toBe(false);
  });
});
