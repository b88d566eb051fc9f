import { chmod, mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { firstClosedFolder, permits } from "./reachability.js";

const STRANGER = { uid: 54_321, gid: 54_321 };

describe("permits", () => {
  const file = { uid: 10, gid: 20, mode: 0o751 };

  it("takes the bits of the owner, the group or the others, whichever comes first", () => {
    expect(permits(file, { uid: 10, gid: 1 }, 7)).toBe(true);
    expect(permits(file, { uid: 11, gid: 20 }, 5)).toBe(true);
    expect(permits(file, { uid: 11, gid: 20 }, 2)).toBe(false);
    expect(permits(file, STRANGER, 1)).toBe(true);
    expect(permits(file, STRANGER, 4)).toBe(false);
    expect(permits({ ...file, mode: 0o077 }, { uid: 10, gid: 20 }, 1)).toBe(false);
  });

  it("lets root do everything", () => {
    expect(permits({ ...file, mode: 0 }, { uid: 0, gid: 0 }, 7)).toBe(true);
  });
});

describe("firstClosedFolder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), "unitscope-reach-")));
    await mkdir(path.join(folder, "open", "inner"), { recursive: true });
    await chmod(folder, 0o711);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("finds the way open as far as it exists", async () => {
    expect(await firstClosedFolder(path.join(folder, "open", "inner"), STRANGER)).toBeNull();
    expect(await firstClosedFolder(path.join(folder, "open", "not", "yet", "there"), STRANGER)).toBeNull();
  });

  it("names the outermost folder that is closed", async () => {
    await chmod(path.join(folder, "open"), 0o700);
    await chmod(path.join(folder, "open", "inner"), 0o700);
    const target = path.join(folder, "open", "inner", "data");
    expect(await firstClosedFolder(target, STRANGER)).toBe(path.join(folder, "open"));
  });

  it("counts the target itself", async () => {
    await chmod(path.join(folder, "open"), 0o700);
    expect(await firstClosedFolder(path.join(folder, "open"), STRANGER)).toBe(path.join(folder, "open"));
  });

  it("follows a link to where the files are", async () => {
    await chmod(path.join(folder, "open"), 0o700);
    await symlink(path.join(folder, "open", "inner"), path.join(folder, "link"));
    expect(await firstClosedFolder(path.join(folder, "link"), STRANGER)).toBe(path.join(folder, "open"));
  });
});
