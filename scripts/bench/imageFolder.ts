import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { BadImagesError } from "../../packages/core/dist/errors.js";
import { readImageFolder } from "../../packages/core/dist/imageFolder/readImageFolder.js";
import type { Figure } from "./figure.js";
import { photosText, secondsToRead, spoil, writePhotos } from "./photoFolder.js";

/** What it takes to find bad images in a folder before anything is evaluated, beside reading the files alone. */
export async function imageFolder(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  const cacheFolder = path.join(folder, "cache");
  try {
    const photos = path.join(folder, "photos");
    const files = await writePhotos(photos);
    const bad = await spoil(files);
    const read = await secondsToRead(files);
    const check = () =>
      readImageFolder(photos, { cacheFolder }).then(
        () => 0,
        (error: unknown) => {
          if (error instanceof BadImagesError) return error.images.length;
          throw error;
        },
      );
    const found: number[] = [];
    const first = await secondsOf(async () => void found.push(await check()));
    const second = await secondsOf(async () => void found.push(await check()));
    if (found.some((count) => count !== bad)) {
      throw new Error(`${found.join(" and ")} bad images found; there are ${bad}.`);
    }
    const detail = `${photosText(bad)} and named both times; reading alone ${read.toFixed(1)} s`;
    return [
      {
        figure: "first check of a folder of images / reading it",
        value: first / read,
        bar: null,
        detail: `${first.toFixed(1)} s; ${detail}`,
      },
      {
        figure: "second check of the same folder / reading it",
        value: second / read,
        bar: { atMost: 1 },
        detail: `${second.toFixed(1)} s; ${detail}`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
