import { describe, expect, it } from "vitest";
import { ImageFolderError } from "../errors.js";
import { arrangeImages } from "./arrangeImages.js";
import { FolderContent, kindOfFile, type NamedFile } from "./folderContent.js";
import { leftoverIn } from "./leftovers.js";

/** What lies at the paths, judged by their names; one that ends in "/" is an empty folder. */
function contentOf(...names: readonly string[]): FolderContent<NamedFile> {
  const content = new FolderContent<NamedFile>();
  for (const name of names) {
    const kind = kindOfFile(name);
    const leftover = leftoverIn(name);
    if (leftover !== undefined) content.addLeftover(leftover.part);
    else if (name.endsWith("/")) content.emptyFolders.push(name.slice(0, -1));
    else if (kind.kind === "image") content.images.push({ name });
    else content.addOther(name, kind);
  }
  return content;
}

async function arranged(names: readonly string[]) {
  const { partitions, classes, images } = await arrangeImages(contentOf(...names), "It");
  return { partitions, classes, images: images.map((i) => [i.name, i.partition, i.classIndex]) };
}

async function refused(...names: readonly string[]): Promise<readonly string[]> {
  const error = await arrangeImages(contentOf(...names), 'The folder "x"').catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ImageFolderError);
  expect(error).toMatchObject({
    code: "IMAGE_FOLDER",
    message: expect.stringContaining('The folder "x" cannot be used'),
  });
  return (error as ImageFolderError).problems;
}

describe("places of images", () => {
  it("are partition and class, class alone, or files alone", async () => {
    expect(await arranged(["valid/bag/2.JPG", "train/bag/1.png"])).toEqual({
      partitions: ["train", "valid"],
      classes: ["bag"],
      images: [
        ["train/bag/1.png", 0, 0],
        ["valid/bag/2.JPG", 1, 0],
      ],
    });
    expect(await arranged(["b/1.png", "a/2.jfif"])).toEqual({
      partitions: ["all"],
      classes: ["a", "b"],
      images: [
        ["a/2.jfif", 0, 0],
        ["b/1.png", 0, 1],
      ],
    });
    expect(await arranged(["2.png", "1.webp"])).toMatchObject({ partitions: ["all"], classes: ["all"] });
  });

  it("are in the order of the whole names' code units", async () => {
    const names = [
      "a/x.png",
      "a-b/x.png",
      "a.b/x.png",
      "B/x.png",
      "é/x.png",
      "a/X.png",
      "a/10.png",
      "a/9.png",
    ];
    const { images } = await arranged(names);
    expect(images.map(([name]) => name)).toEqual([...names].sort());
  });

  it("lie in one folder around everything, if there is one", async () => {
    const names = async (...paths: string[]) => (await arranged(paths)).images.map(([name]) => name);
    expect(await names("set/train/bag/1.png", "set/valid/bag/1.png")).toEqual([
      "train/bag/1.png",
      "valid/bag/1.png",
    ]);
    expect(await names("set/bag/1.png", "set/hat/1.png", "LICENSE.txt")).toEqual(["bag/1.png", "hat/1.png"]);
    expect(await names("train/bag/1.png", "train/hat/1.png")).toEqual(["train/bag/1.png", "train/hat/1.png"]);
    expect(await names("bag/1.png")).toEqual(["bag/1.png"]);
    // What is called like a partition is one, and so is what lies beside it.
    expect(await refused("set/bag/1.png", "valid/")).toEqual([
      expect.stringContaining('The partition "valid" is an empty folder'),
    ]);
    expect((await arranged(["set/bag/1.png", "test/bag/1.txt"])).partitions).toEqual(["set"]);
  });

  it("of many images are found without a step for every pair of them", async () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `p${i % 2}/c${(i >> 1) % 500}/${i}.png`);
    const content = new FolderContent<NamedFile>();
    for (const name of names) content.images.push({ name });
    const { images, classes } = await arrangeImages(content, "It");
    expect([images.length, classes.length]).toEqual([names.length, 500]);
  });
});

describe("problems of a folder", () => {
  it("at different depths name both, their counts and the stray images", async () => {
    expect(await refused("ant/0.png", "ant/1.png", "bee/0.png", "000_overview.png")).toEqual([
      'The images lie at different depths: 3 as <class>/<file>, such as "ant/0.png"; 1 as <file>, such as "000_overview.png". All must lie alike: <partition>/<class>/<file>, <class>/<file>, or files alone. Move or remove "000_overview.png".',
    ]);
    const stray = Array.from({ length: 7 }, (_, i) => `${i}.png`);
    const [problem] = await refused(...stray, ...Array.from({ length: 8 }, (_, i) => `a/${i}.png`));
    expect(problem).toContain('8 as <class>/<file>, such as "a/0.png"; 7 as <file>, such as "0.png"');
    expect(problem).toContain('Move or remove "0.png", "1.png", "2.png", "3.png", "4.png" and 2 more.');
    expect((await refused("a/b/c/1.png", "x/b/c/1.png"))[0]).toContain(
      'lie 3 folders deep, such as "a/b/c/1.png"',
    );
  });

  it("are classes and partitions whose files are of formats that are not read", async () => {
    expect(
      await refused("ant/0.png", "bee/0.png", "bee/0.svg", "cow/0.svg", "cow/1.SVG", "cow/0.psd"),
    ).toEqual([
      'The class "cow" loses all its files: their format is not read (SVG 2, Photoshop 1); PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF are. Convert them, or take the folder out.',
    ]);
    expect(await refused("train/a/0.png", "train/b/0.png", "valid/a/0.svg", "valid/b/0.svg")).toEqual([
      expect.stringContaining('The partition "valid" loses all its files: their format is not read (SVG 2)'),
    ]);
    expect(await refused("train/a/0.png", "train/b/0.svg", "valid/a/0.png", "valid/b/0.png")).toEqual([
      expect.stringContaining('The class "b" of partition "train" loses all its files'),
    ]);
    expect(await refused("a/0.svg")).toEqual([expect.stringContaining('only SVG 1, such as "a/0.svg"')]);
  });

  it("are such classes and partitions also where those files lie deeper or less deep than the images", async () => {
    const lost = (what: string, count = 1) =>
      `${what} loses all its files: their format is not read (SVG ${count}); PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF are. Convert them, or take the folder out.`;
    expect(await refused("a/0.png", "b/0.png", "cow/raw/0.svg", "cow/raw/1.svg")).toEqual([
      lost('The class "cow"', 2),
    ]);
    expect(await refused("t/a/0.png", "t/cow/x/0.svg", "v/a/0.png", "v/cow/x/0.svg")).toEqual([
      lost('The class "cow" of partition "t"'),
      lost('The class "cow" of partition "v"'),
    ]);
    expect(await refused("t/a/0.png", "v/0.svg", "w/x/y/0.svg")).toEqual([
      lost('The partition "v"'),
      lost('The partition "w"'),
    ]);
    expect(await refused("logo.png", "a/0.svg", "b/0.svg")).toEqual([
      lost('The folder "a"'),
      lost('The folder "b"'),
    ]);
    expect(await refused("set1/a/0.png", "set2/a/0.svg")).toEqual([lost('The partition "set2"')]);
  });

  it("say where a missing class is there under a name that looks the same", async () => {
    const [problem, other] = await refused("t/caf\u00e9/0.png", "v/cafe\u0301/0.png");
    expect(problem).toContain(
      'There is "caf\u00e9", whose name differs only in case or in how accents are written',
    );
    expect(other).toContain('There is "cafe\u0301"');
    expect((await refused("t/Ant/0.png", "v/ant/0.png"))[0]).toContain('There is "Ant"');
    expect((await refused("t/ant/0.png", "v/bee/0.png"))[0]).not.toContain("There is");
  });

  it("are no folders beside the images of which none is missed", async () => {
    const names = ["a/0.png", "a/raw/0.svg", "a/notes/x.txt", "a/later/", "readme.txt", "cover.svg"];
    expect((await arranged(names)).images).toHaveLength(1);
    expect((await arranged(["t/a/0.png", "t/x.svg", "docs/x.txt", "docs/old/"])).images).toHaveLength(1);
    expect((await arranged(["0.png", "1.png", "raw/0.svg", "later/"])).images).toHaveLength(2);
    expect((await arranged(["photos/a/0.png", "docs/x.txt", "later/"])).classes).toEqual(["a"]);
  });

  it("are empty folders, classes without an image and classes that a partition lacks, all at once", async () => {
    expect(
      await refused(
        "train/a/0.png",
        "train/hat/0.png",
        "valid/a/0.png",
        "test/",
        "train/b/",
        "train/c/x.txt",
      ),
    ).toEqual([
      'The partition "test" is an empty folder. Put images there, or take the folder out.',
      'The class "b" of partition "train" is an empty folder. Put images there, or take the folder out.',
      'The class "c" of partition "train" has no image, only 1 file such as "train/c/x.txt"; PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF are read. Put images there, or take the folder out.',
      'The partition "valid" has no image of class "hat"; every class needs at least one in every partition.',
    ]);
    expect(await refused("a/0.png", "b/inner/", "c/inner/x.txt")).toEqual([
      'The class "b" holds only empty folders such as "b/inner/". Put images there, or take the folder out.',
      expect.stringContaining('The class "c" has no image, only 1 file such as "c/inner/x.txt"'),
    ]);
    expect((await refused("a.txt"))[0]).toContain(
      'It holds no image (PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF), only 1 file such as "a.txt"',
    );
    expect((await refused())[0]).toContain("It holds no image");
  });
});

it("files that are left out are told in one line with counts", () => {
  const names = ["a/1.png", "n.txt", "m.csv", "l.json", "k.xml", "a/1.svg", "a/2.svg", "a/3.tga"];
  expect(contentOf(...names, "a/.DS_Store", "b/.DS_Store", "Thumbs.db", "@eaDir/x.png").leftOutLine()).toBe(
    "Left out: 4 files that are no images (k.xml, l.json, m.csv, ...); 3 files of formats that are not read (SVG 2, TGA 1); 4 hidden or left behind by a system (.DS_Store 2, @eaDir, Thumbs.db).",
  );
  expect(contentOf("a.png").leftOutLine()).toBeUndefined();
  const paged = ["a\u001b.tif", "b.gif", "c.gif", "d.gif"].map((name, i) => ({ name, pages: i + 2 }));
  expect(contentOf("a.png").leftOutLine(paged)).toBe(
    "Left out: all pages or frames but the first of 4 images (a\\u001b.tif has 2, b.gif has 3, c.gif has 4, ...).",
  );
});
