import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { BadImagesError } from "../../packages/core/dist/errors.js";
import { readImageFolder } from "../../packages/core/dist/imageFolder/readImageFolder.js";
import type { Figure } from "./figure.js";

const IMAGES = 10_000;
const CLASSES = 10;
/** Of photographs as ImageNet's networks want them. */
const SIDE = 224;
const BASE_PHOTOS = 20;

/** What it takes to find bad images in a folder before anything is evaluated, beside reading the files alone. */
export async function imageFolder(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  const cacheFolder = path.join(folder, "cache");
  try {
    const photos = path.join(folder, "photos");
    const files = await writePhotos(photos);
    const bad = await spoil(files);
    const read = await secondsOf(async () => {
      for (const file of files) await readFile(file);
    });
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
    const detail = `${IMAGES} JPEGs of ${SIDE}x${SIDE}, ${bad} of them bad and named both times; reading alone ${read.toFixed(1)} s`;
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

/** JPEGs with some structure, each file different in its last bytes. @returns their paths. */
async function writePhotos(folder: string): Promise<string[]> {
  const photos: Buffer[] = [];
  for (let p = 0; p < BASE_PHOTOS; p++) {
    const pixels = Buffer.alloc(3 * SIDE * SIDE);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = 128 + 60 * Math.sin((i % (3 * SIDE)) / (20 + p)) + 60 * Math.sin(i / (3 * SIDE) / (5 + p));
    }
    photos.push(
      await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        .jpeg({ quality: 90 })
        .toBuffer(),
    );
  }
  const files: string[] = [];
  for (let c = 0; c < CLASSES; c++) await mkdir(path.join(folder, `class${c}`), { recursive: true });
  for (let i = 0; i < IMAGES; i++) {
    const file = path.join(folder, `class${i % CLASSES}`, `${i}.jpg`);
    // Behind the end of the picture decoders look at nothing.
    await writeFile(file, [photos[i % BASE_PHOTOS], Buffer.from(`${i}`)]);
    files.push(file);
  }
  return files;
}

/** Spoils five of the files, each in another way. @returns how many. */
async function spoil(files: readonly string[]): Promise<number> {
  const at = (share: number) => files[Math.floor(share * files.length)];
  const photo = await readFile(files[0]);
  const ways: readonly (readonly [string, Uint8Array | string])[] = [
    [at(0.1), ""],
    [at(0.3), photo.subarray(0, photo.length / 2)],
    [at(0.5), "no picture but text"],
    [at(0.7), photo.subarray(0, 100)],
    [at(0.9), Buffer.concat([photo.subarray(0, 3), Buffer.alloc(photo.length)])],
  ];
  for (const [file, content] of ways) await writeFile(file, content);
  return ways.length;
}
