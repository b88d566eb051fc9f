import { mkdir, opendir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { folderOf, temporaryFolder, writeFiles } from "./testing/folderOf.js";
import { walkFolder } from "./walkFolder.js";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, opendir: vi.fn(real.opendir) };
});
const { opendir: realOpendir } = await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises");

async function walked(folder: string) {
  const { content } = await walkFolder(folder);
  return {
    images: content.images.map(({ name, fault }) => (fault ? `${name} ${fault}` : name)).sort(),
    problems: content.problems.sort(),
  };
}

it("lists images, and counts what systems leave behind without looking into it", async () => {
  const folder = await folderOf(
    "train/a/1.png",
    "train/a/.hidden.png",
    "__MACOSX/a/1.png",
    "@eaDir/train/a/1.png/x.jpg",
  );
  await writeFiles(folder, {
    "train/Thumbs.db": "x",
    "train/a/.ipynb_checkpoints/1.png": "x",
    "train/empty/": undefined,
  });
  const { content } = await walkFolder(folder);
  expect(content.images.map(({ name }) => name)).toEqual(["train/a/1.png"]);
  expect(content.emptyFolders).toEqual(["train/empty"]);
  expect(Object.fromEntries(content.leftovers)).toEqual({
    ".hidden.png": 1,
    __MACOSX: 1,
    "@eaDir": 1,
    "Thumbs.db": 1,
    ".ipynb_checkpoints": 1,
  });
});

it("follows links to files, classes, partitions and the folder itself", async () => {
  const elsewhere = await folderOf("1.png", "part/cow/2.png");
  const folder = await folderOf("train/a/0.png");
  await symlink(path.join(elsewhere, "1.png"), path.join(folder, "train/a/1.png"));
  await symlink(path.join(elsewhere, "part/cow"), path.join(folder, "train/cow"));
  await symlink(path.join(elsewhere, "part"), path.join(folder, "valid"));
  const link = path.join(await temporaryFolder(), "photos");
  await symlink(folder, link);
  expect(await walked(link)).toEqual({
    images: ["train/a/0.png", "train/a/1.png", "train/cow/2.png", "valid/cow/2.png"],
    problems: [],
  });
});

// macOS and Windows allow no such names.
it.runIf(process.platform === "linux")("names what has a name that is not UTF-8", async () => {
  const folder = await folderOf("a/1.png", "a/\ufffd.png");
  const latin = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]);
  await writeFile(latin("a/caf\xe9.png"), "x");
  await mkdir(latin("caf\xe9"));
  expect(await walked(folder)).toEqual({
    images: [
      "a/1.png",
      "a/caf\ufffd.png has a name that is not UTF-8, so it cannot be opened; rename it",
      "a/\ufffd.png",
    ],
    problems: ['The folder "caf\ufffd" has a name that is not UTF-8, so it cannot be opened; rename it.'],
  });
});

it("names links that lead in a circle, and does not follow them", async () => {
  const folder = await folderOf("a/1.png", "b/1.png");
  await symlink("../..", path.join(folder, "a/up"));
  await symlink(".", path.join(folder, "self"));
  // Each alone is no circle; one through the other is.
  await symlink("../b", path.join(folder, "a/b"));
  await symlink("../a", path.join(folder, "b/a"));
  await symlink("itself", path.join(folder, "itself"));
  const { problems } = await walked(path.join(folder, "a", ".."));
  expect(problems).toEqual([
    expect.stringContaining('"itself" is a link to "itself", which leads back to the link: a loop'),
    expect.stringContaining(`The link "a/b/a" leads back to "${folder}/a", which it lies in: a loop`),
    expect.stringContaining(`The link "a/up" leads back to "${path.dirname(folder)}", which it lies in`),
    expect.stringContaining(`The link "b/a/b" leads back to "${folder}/b"`),
    expect.stringContaining('The link "b/a/up"'),
    expect.stringContaining(`The link "self" leads back to "${folder}"`),
  ]);
});

it("names a link that leads nowhere, and where it leads", async () => {
  const folder = await folderOf("a/1.png");
  await symlink("/nowhere/2.png", path.join(folder, "a/2.png"));
  await symlink("../gone", path.join(folder, "cow"));
  await symlink("gone.txt", path.join(folder, "notes.txt"));
  expect(await walked(folder)).toEqual({
    images: ["a/1.png", 'a/2.png is a link to "/nowhere/2.png", which does not exist'],
    problems: ['"cow" is a link to "../gone", which does not exist. Mend or remove the link.'],
  });
});

it("says what is wrong with the folder itself", async () => {
  const folder = await folderOf("a.png");
  await expect(walkFolder(path.join(folder, "none"))).rejects.toThrow(
    `There is no folder of images "${folder}/none"`,
  );
  await expect(walkFolder(path.join(folder, "a.png"))).rejects.toThrow(
    "is a file; a folder of images is expected",
  );
  await symlink("gone", path.join(folder, "link"));
  await expect(walkFolder(path.join(folder, "link"))).rejects.toThrow('leads to "gone"');
});

it("names folders that cannot be read, and goes on with the others", async () => {
  const folder = await folderOf("a/1.png", "b/1.png");
  // Permissions do not stop a test that runs as root.
  const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  vi.mocked(opendir).mockImplementation(async (...args) => {
    if (args[0] === path.join(folder, "b")) throw denied;
    return realOpendir(...args);
  });
  onTestFinished(() => void vi.mocked(opendir).mockImplementation(realOpendir));
  expect(await walked(folder)).toEqual({
    images: ["a/1.png"],
    problems: ['The folder "b" cannot be read: permission denied (EACCES).'],
  });
});
