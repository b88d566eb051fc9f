import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agrees, isInstalled } from "./install.mjs";

const packages = (entries) => ({ packages: { "": { version: "0.1.0" }, ...entries } });

describe("agrees", () => {
  const wanted = packages({
    "apps/server": { version: "0.1.0" },
    "node_modules/a": { version: "1.2.3" },
    "node_modules/@p/darwin": { version: "1.0.0", optional: true },
    "apps/server/node_modules/a": { version: "2.0.0" },
  });

  it("accepts all packages in their versions, and other platforms' missing", () => {
    const installed = packages({
      "node_modules/a": { version: "1.2.3" },
      "apps/server/node_modules/a": { version: "2.0.0" },
    });
    expect(agrees(wanted, installed)).toBe(true);
  });

  it("refuses another version, and a missing package of a workspace", () => {
    const nested = { "apps/server/node_modules/a": { version: "2.0.0" } };
    expect(agrees(wanted, packages({ "node_modules/a": { version: "1.2.4" }, ...nested }))).toBe(false);
    expect(agrees(wanted, packages({ "node_modules/a": { version: "1.2.3" } }))).toBe(false);
  });
});

describe("isInstalled", () => {
  let project;
  const write = (name, text) => {
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    writeFileSync(path.join(project, name), text);
  };
  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), "unitscope-install-"));
    write("package-lock.json", JSON.stringify(packages({ "node_modules/a": { version: "1.0.0" } })));
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it("says no without node_modules", () => {
    expect(isInstalled(project)).toBe(false);
  });

  it("believes the stamp of an installation of this lock file only", () => {
    const text = JSON.stringify(packages({ "node_modules/a": { version: "1.0.0" } }));
    write("node_modules/.unitscope-install", createHash("sha256").update(text).digest("hex"));
    expect(isInstalled(project)).toBe(true);
    write("package-lock.json", JSON.stringify(packages({ "node_modules/a": { version: "1.0.1" } })));
    expect(isInstalled(project)).toBe(false);
  });

  it("accepts what npm was made to install by hand", () => {
    write(
      "node_modules/.package-lock.json",
      JSON.stringify(packages({ "node_modules/a": { version: "1.0.0" } })),
    );
    expect(isInstalled(project)).toBe(true);
    write("node_modules/.package-lock.json", "{}");
    expect(isInstalled(project)).toBe(true); // By the stamp that was left.
  });
});
