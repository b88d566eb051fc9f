import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { createPixelImage, encodePng, RunFileReader } from "@unitscope/core/commandLine";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openImages } from "../analysis/openImages.js";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";
import { numbersOf } from "../testing/runNumbers.js";
import { SAMPLE_IMAGES, SAMPLE_MODEL } from "../testing/sampleRun.js";

// The folders of people who do this work: tests/reference/field.

vi.mock("../analysis/openImages.js", { spy: true });
const { openImages: realOpenImages } =
  await vi.importActual<typeof import("../analysis/openImages.js")>("../analysis/openImages.js");
afterEach(() => void vi.mocked(openImages).mockImplementation(realOpenImages));

const FIELD = projectFile("tests/reference/field");
const SMALL_MODEL = path.join(FIELD, "same_size_images/model.onnx");

/** A copy of a folder of the field, to be changed. */
function fieldFolder(name: string): string {
  const folder = path.join(temporaryFolder(), "photos");
  cpSync(path.join(FIELD, name), folder, { recursive: true });
  return folder;
}

/** Arguments of a run of a second on few images. */
function smallRun(images: string, out: string, ...more: string[]): string[] {
  const files = ["--model", SMALL_MODEL, "--images", images, "--out", out];
  const design = ["--method", "variance", "--factors", "hue", "--base-samples", "8", "--hold-out", "0"];
  return ["analyze", ...files, ...design, "--threads", "1", ...more];
}

async function refused(images: string, ...more: string[]): Promise<{ stderr: string; stdout: string }> {
  const out = path.join(temporaryFolder(), "run.h5");
  const { code, stderr, stdout } = await runCommand(smallRun(images, out, ...more));
  // What is no folder is asked for wrongly; a folder that is of no use fails.
  const isFolder = existsSync(images) && statSync(images).isDirectory();
  expect(code).toBe(isFolder ? 1 : 2);
  return { stderr, stdout };
}

/** Other pixels under the same name. */
async function repaint(file: string): Promise<void> {
  writeFileSync(file, await encodePng(createPixelImage(16, 16)));
}

describe("folders of the field", () => {
  it("changed pixels make other images: neither file nor state is taken for them", async () => {
    const images = fieldFolder("same_size_images/photos");
    const out = path.join(temporaryFolder(), "run.h5");
    await runToEnd(smallRun(images, out, "--keep-state"));
    // As many bytes as before, under the same name: the pictures are not compressed.
    const file = path.join(images, "a/0.png");
    const other = readFileSync(path.join(images, "b/0.png"));
    expect(other.length).toBe(readFileSync(file).length);
    writeFileSync(file, other);
    const again = await runCommand(smallRun(images, out, "--keep-state"));
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toContain(
      "holds a run of other images (the images changed: 1 differs); give --overwrite",
    );
    const state = await runCommand(smallRun(images, out, "--keep-state", "--overwrite"));
    expect(state.code).toBe(1);
    expect(state.stderr).toContain(
      `The state "${out}.state" was left by a run of other images (the images changed: 1 differs); delete it`,
    );
  });

  it("a linked class is a class like the others", async () => {
    const images = fieldFolder("symlinks");
    symlinkSync("../src/cow", path.join(images, "photos/cow"));
    const out = path.join(temporaryFolder(), "run.h5");
    await runToEnd(smallRun(path.join(images, "photos"), out));
    const run = await RunFileReader.open(out);
    expect(run.origin.classes).toEqual(["ant", "bee", "cow"]);
    run.close();
    symlinkSync("../nowhere", path.join(images, "photos/dog"));
    expect((await refused(path.join(images, "photos"))).stderr).toContain(
      '"dog" is a link to "../nowhere", which does not exist',
    );
  });

  it("a class of BMP and one with TIFF are read", async () => {
    const out = path.join(temporaryFolder(), "run.h5");
    const { stderr } = await runCommand(smallRun(fieldFolder("class_of_bmp/photos"), out));
    expect(stderr).not.toContain("Left out");
    const run = await RunFileReader.open(out);
    expect(run.origin.classes).toEqual(["ant", "bee", "cow"]);
    run.close();
  });

  it("a class all of whose files are of a format that is not read is an error", async () => {
    const images = fieldFolder("class_of_bmp/photos");
    // Whatever formats are read, this one is not.
    for (const name of ["0", "1", "2", "3"]) {
      renameSync(path.join(images, `cow/${name}.bmp`), path.join(images, `cow/${name}.svg`));
    }
    const { stderr, stdout } = await refused(images, "--json");
    expect(stderr).toContain('The class "cow" loses all its files: their format is not read (SVG 4)');
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: "IMAGE_FOLDER",
        message: expect.any(String),
        problems: [expect.stringContaining("cow")],
      },
    });
  });

  it("what a NAS leaves behind is left out with a line, a stray picture is named with both depths", async () => {
    const out = path.join(temporaryFolder(), "run.h5");
    const { code, stderr } = await runCommand(smallRun(path.join(FIELD, "depth_message/eadir"), out));
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining("Left out: 1 hidden or left behind by a system (@eaDir)."),
    });
    expect((await refused(path.join(FIELD, "depth_message/logo"))).stderr).toMatch(
      /8 as <class>\/<file>, such as "ant\/0\.png"; 1 as <file>, such as "000_overview\.png".*Move or remove "000_overview\.png"/,
    );
  });
});

describe("bad images", () => {
  const BAD = ["a/cut.png", "a/empty.png", "b/gone.png", "b/text.png"];

  function addBad(images: string): void {
    const whole = readFileSync(path.join(images, "a/0.png"));
    writeFileSync(path.join(images, "a/cut.png"), whole.subarray(0, whole.length / 2));
    writeFileSync(path.join(images, "a/empty.png"), "");
    writeFileSync(path.join(images, "b/text.png"), "no image");
    symlinkSync("/nowhere.png", path.join(images, "b/gone.png"));
  }

  it("are all named before the first evaluation, with --json as a list", async () => {
    const images = fieldFolder("same_size_images/photos");
    addBad(images);
    const { stderr, stdout } = await refused(images, "--json");
    expect(stderr).toContain("has bad images, 4 of 12:");
    for (const name of BAD) expect(stderr).toContain(`"${name}"`);
    expect(stderr).toContain("--skip-bad-images leaves them out and records them");
    const { error } = JSON.parse(stdout);
    expect(error.code).toBe("BAD_IMAGES");
    expect(error.images.map(({ name }: { name: string }) => name)).toEqual(BAD);
  });

  it("are left out with --skip-bad-images, listed and recorded with the run", async () => {
    const images = fieldFolder("same_size_images/photos");
    const folder = temporaryFolder();
    const [whole, skipped] = [path.join(folder, "whole.h5"), path.join(folder, "skipped.h5")];
    await runToEnd(smallRun(images, whole));
    addBad(images);
    const args = smallRun(images, skipped, "--skip-bad-images", "--json");
    const first = await runCommand(args);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("Bad images, so left out: 4\n");
    for (const name of BAD) expect(first.stderr).toContain(`"${name}"`);
    const wanted = { count: 4, images: BAD.map((name) => ({ name, reason: expect.any(String) })) };
    expect(JSON.parse(first.stdout).skippedImages).toEqual(wanted);
    // The stored run tells the same.
    expect(JSON.parse(await runToEnd(args)).skippedImages).toEqual(wanted);
    const run = await RunFileReader.open(skipped);
    expect(run.skipped).toEqual(wanted);
    run.close();
    expect(await numbersOf(skipped)).toEqual(await numbersOf(whole));
  });
});

describe("an image that is lost in the middle of a run", () => {
  /** Runs with images one of which is changed just before it is read, when some have been read. */
  async function runWhile(args: readonly string[], change: (file: string) => void) {
    vi.mocked(openImages).mockImplementationOnce(async (...given) => {
      const images = await realOpenImages(...given);
      let reads = 0;
      return {
        ...images,
        read: (index) => {
          // The look at the input and the pilot read about 45 images, each block a few more.
          if (++reads === 70) change(images.files[index]?.file ?? "");
          return images.read(index);
        },
      };
    });
    return runCommand(args);
  }

  function runOf(images: string, out: string): string[] {
    const files = ["--model", SAMPLE_MODEL, "--images", images, "--out", out];
    const design = ["--method", "sobol", "--factors", "hue", "--checkpoints", "fc", "--base-samples", "64"];
    return ["analyze", ...files, ...design, "--threads", "1"];
  }

  it.each([
    [
      "removed",
      (file: string) => renameSync(file, `${file}.away`),
      /cannot be read any more: it does not exist/,
    ],
    [
      "changed",
      (file: string) => {
        renameSync(file, `${file}.away`);
        writeFileSync(file, readFileSync(path.join(SAMPLE_IMAGES, "train/bag/000.png")));
      },
      /has changed since its set was checked/,
    ],
  ])(
    "is named when it was %s, the state is kept, and the run ends with the same bits",
    async (_what, change, message) => {
      const folder = temporaryFolder();
      const images = path.join(folder, "photos");
      cpSync(SAMPLE_IMAGES, images, { recursive: true });
      const [whole, parts] = [path.join(folder, "whole.h5"), path.join(folder, "parts.h5")];
      await runToEnd(runOf(images, whole));
      let lost = "";
      const { code, stderr } = await runWhile(runOf(images, parts), (file) => {
        lost = file;
        change(file);
      });
      expect(code).toBe(1);
      expect(stderr).toContain(`The image "${path.relative(images, lost)}"`);
      expect(stderr).toMatch(message);
      expect(stderr).toContain(
        `the state is in "${parts}.state". Put the image back as it was, and the same command`,
      );
      renameSync(`${lost}.away`, lost);
      const again = await runCommand(runOf(images, parts));
      expect(again.code).toBe(0);
      expect(await numbersOf(parts)).toEqual(await numbersOf(whole));
    },
  );
});

it("a folder that cannot be used is said to be so", async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "empty"));
  expect((await refused(path.join(folder, "none"))).stderr).toContain("There is no folder of images");
  expect((await refused(path.join(folder, "empty"))).stderr).toContain("It holds no image");
  await repaint(path.join(folder, "a.png"));
  expect((await refused(path.join(folder, "a.png"))).stderr).toContain("is a file; a folder is expected");
});
