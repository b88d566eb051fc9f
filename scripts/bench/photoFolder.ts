import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";

/** Photographs of a folder. */
export const PHOTOS = 10_000;
const CLASSES = 10;
/** Of photographs as ImageNet's networks want them. */
const SIDE = 224;
const BASE_PHOTOS = 20;
const SMALL_SIDE = 8;
/** Bytes of a small image. */
const SMALL_BYTES = 1_024;
/** Files written at a time. */
const WRITES_AT_ONCE = 16;

/** JPEGs with some structure, each file different in its last bytes. @returns their paths. */
export async function writePhotos(folder: string): Promise<string[]> {
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
  for (let i = 0; i < PHOTOS; i++) {
    const file = path.join(folder, `class${i % CLASSES}`, `${i}.jpg`);
    // Behind the end of the picture decoders look at nothing.
    await writeFile(file, [photos[i % BASE_PHOTOS], Buffer.from(`${i}`)]);
    files.push(file);
  }
  return files;
}

/** Spoils five of the files, each in another way. @returns how many. */
export async function spoil(files: readonly string[]): Promise<number> {
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

/** What a folder of photographs with bad ones is, for a figure's detail. */
export function photosText(bad: number): string {
  return `${PHOTOS} JPEGs of ${SIDE}x${SIDE}, ${bad} of them bad`;
}

/** Reads one file after the other. */
export async function secondsToRead(files: readonly string[]): Promise<number> {
  const start = performance.now();
  for (const file of files) await readFile(file);
  return (performance.now() - start) / 1000;
}

/** PNGs of 8x8 and 1 KB, each with pixels of its own. @returns name and bytes of each. */
export async function* smallImages(count: number): AsyncGenerator<{ name: string; bytes: Buffer }> {
  for (let i = 0; i < count; i++) {
    const pixels = Buffer.alloc(3 * SMALL_SIDE ** 2, i % 251);
    pixels.writeUInt32LE(i);
    const png = await sharp(pixels, { raw: { width: SMALL_SIDE, height: SMALL_SIDE, channels: 3 } })
      .png()
      .toBuffer();
    yield {
      name: `class${i % CLASSES}/${i}.png`,
      bytes: Buffer.concat([png, Buffer.alloc(SMALL_BYTES - png.length)]),
    };
  }
}

/** Writes small images into a folder. */
export async function writeSmallImages(folder: string, count: number): Promise<void> {
  for (let c = 0; c < CLASSES; c++) await mkdir(path.join(folder, `class${c}`), { recursive: true });
  const writing: Promise<void>[] = [];
  for await (const { name, bytes } of smallImages(count)) {
    writing.push(writeFile(path.join(folder, name), bytes));
    if (writing.length === WRITES_AT_ONCE) await Promise.all(writing.splice(0));
  }
  await Promise.all(writing);
}
