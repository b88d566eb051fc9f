import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decodeImage, readNpy } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { AUGMENTATION_KEYS } from "../../../../tests/golden/augmentationKeys.js";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

interface GoldenStep {
  readonly op: string;
  readonly params: Readonly<Record<string, number>>;
}
const FOLDER = "tests/reference/images/";
const manifest = JSON.parse(readFileSync(projectFile(`${FOLDER}manifest.json`), "utf8")) as {
  readonly photos: readonly {
    readonly name: string;
    readonly source?: string;
    readonly preprocessed: string;
  }[];
  readonly chains: readonly {
    readonly id: string;
    readonly photo: string;
    readonly steps: readonly GoldenStep[];
    readonly expected_float_restored_u8: string;
  }[];
};

/** Largest difference, and the share of the values that differ. */
function difference(found: Uint8Array, expected: Uint8Array): { most: number; share: number } {
  expect(found.length).toBe(expected.length);
  const apart = Array.from(found, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN)));
  return {
    most: apart.reduce((a, b) => Math.max(a, b)),
    share: apart.filter((value) => value > 0).length / apart.length,
  };
}

const pixels = async (file: string) => (await decodeImage(readFileSync(file), file)).data;

function chainFile(steps: unknown): { folder: string; chain: string } {
  const folder = temporaryFolder();
  const chain = path.join(folder, "chain.json");
  writeFileSync(chain, JSON.stringify(steps));
  return { folder, chain };
}

function stepsOf(steps: readonly GoldenStep[]) {
  return steps.map(({ op, params }) => {
    const augmentation = AUGMENTATION_KEYS[op] ?? op;
    // The manifest gives sharpness its constant factor; here it has no parameter.
    return { augmentation, parameters: augmentation === "sharpness" ? {} : params };
  });
}

describe("chains of torchvision", () => {
  it.each(manifest.chains)("$id", async ({ photo, steps, expected_float_restored_u8: file }) => {
    const { folder, chain } = chainFile(stepsOf(steps));
    const image = projectFile(
      FOLDER + (manifest.photos.find(({ name }) => name === photo)?.preprocessed ?? ""),
    );
    const out = path.join(folder, "out.png");
    await runToEnd(["augment", "--image", image, "--chain", chain, "--out", out]);
    const [found, expected] = [await pixels(out), await pixels(projectFile(FOLDER + file))];
    const { most, share } = difference(found, expected);
    // Two levels: where a tie of the rotation tips by one, what follows may amplify it.
    expect(most).toBeLessThanOrEqual(2);
    expect(share).toBeLessThanOrEqual(0.001);
  });
});

it("resizes and crops as torchvision with --size", async () => {
  const { folder, chain } = chainFile([]);
  const sources = manifest.photos.flatMap(({ name, source, preprocessed }) =>
    source === undefined ? [] : [{ name, source, preprocessed }],
  );
  expect(sources).toHaveLength(2);
  for (const { name, source, preprocessed } of sources) {
    const out = path.join(folder, `${name}.png`);
    await runToEnd([
      "augment",
      "--image",
      projectFile(FOLDER + source),
      "--size",
      "224",
      "--chain",
      chain,
      "--out",
      out,
    ]);
    const [found, expected] = [await pixels(out), await pixels(projectFile(FOLDER + preprocessed))];
    expect(difference(found, expected).most).toBeLessThanOrEqual(1);
  }
});

it("writes float values as .npy, and says which steps had no effect", async () => {
  const { folder, chain } = chainFile([
    { augmentation: "hflip" },
    { augmentation: "rolling", parameters: { dy: 0, dx: 0 } },
  ]);
  const image = projectFile(`${FOLDER}${manifest.photos[0]?.preprocessed}`);
  const out = path.join(folder, "out.npy");
  const text = await runToEnd(["augment", "--image", image, "--chain", chain, "--out", out]);
  expect(text).toBe(`${out}: 224x224, 2 augmentations (without effect: rolling)\n`);
  const { shape, data } = await readNpy(out, "image");
  expect(shape).toEqual([3, 224, 224]);
  const before = await pixels(image);
  expect(data[0]).toBeCloseTo((before[223] ?? 0) / 255, 7);
});

it("refuses an output of another kind, and a file that is no image", async () => {
  const { folder, chain } = chainFile([]);
  const args = ["augment", "--chain", chain, "--image"];
  const image = projectFile(`${FOLDER}${manifest.photos[0]?.preprocessed}`);
  expect(await runCommand([...args, image, "--out", "out.jpg"])).toMatchObject({ code: 2 });
  const broken = await runCommand([...args, chain, "--out", path.join(folder, "out.png")]);
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain("is not an image of a known format");
});
