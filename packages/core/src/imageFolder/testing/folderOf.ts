import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { encodePng } from "../../image/encode.js";
import { createPixelImage } from "../../image/pixelImage.js";

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-images-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A small PNG, another one for every number. */
export function pngOf(seed: number, side = 8): Promise<Uint8Array> {
  const pixels = createPixelImage(side, side);
  let state = seed + 1;
  for (let at = 0; at < pixels.data.length; at++) {
    state = (state * 48271) % 2147483647;
    pixels.data[at] = state % 256;
  }
  return encodePng(pixels);
}

/** Writes files by their paths; undefined stands for a small PNG, a path that ends in "/" for an empty folder. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string | undefined>>,
): Promise<string> {
  let seed = 0;
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(name.endsWith("/") ? file : path.dirname(file), { recursive: true });
    if (!name.endsWith("/")) await writeFile(file, content ?? (await pngOf(seed++)));
  }
  return folder;
}

/** A folder with small PNGs of these names. */
export async function folderOf(...names: readonly string[]): Promise<string> {
  return writeFiles(await temporaryFolder(), Object.fromEntries(names.map((name) => [name, undefined])));
}
