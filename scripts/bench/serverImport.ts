import { execFile } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pack } from "tar-stream";
import { migrateDatabase } from "../../apps/server/dist/db/migrate.js";
import { MIGRATIONS_DIR } from "../../apps/server/dist/env.js";
import { startTemporaryPostgres } from "../../apps/server/dist/local/temporaryPostgres.js";
import type { Figure } from "./figure.js";
import {
  PHOTOS,
  photosText,
  secondsToRead,
  smallImages,
  spoil,
  writePhotos,
  writeSmallImages,
} from "./photoFolder.js";

const SMALL = 10_000;
const MANY_SMALL = 60_000;
/** What others who ask the API meanwhile may wait for. */
const LONGEST_BLOCK_MS = 50;
const ENTRY = fileURLToPath(new URL("./importProcess.mjs", import.meta.url));

/** What is imported: a folder or an archive. */
type Source = { readonly dir: string; readonly skipBadImages?: boolean } | { readonly archive: string };

interface Imported {
  readonly seconds: number;
  /** Bad images that were named or left out. */
  readonly bad: number;
  /** For which nothing else could be done in the process, garbage collection included. */
  readonly longestBlockMs: number;
}

/** The server's import of images: real Postgres, real store, a process of its own; how long it keeps others waiting. */
export async function serverImport(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "unitscope-bench-"));
  const postgres = await startTemporaryPostgres();
  try {
    await migrateDatabase(postgres.connectionString, MIGRATIONS_DIR);
    let count = 0;
    const run = async (source: Source): Promise<Imported> => {
      const dataDir = path.join(folder, `data${++count}`);
      const request = { databaseUrl: postgres.connectionString, dataDir, name: `set ${count}`, ...source };
      const env = { ...process.env, UNITSCOPE_CACHE: path.join(folder, "cache") };
      const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, JSON.stringify(request)], {
        env,
      });
      return JSON.parse(stdout) as Imported;
    };
    return [...(await ofPhotos(path.join(folder, "photos"), run)), ...(await ofMany(folder, run))];
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

async function ofPhotos(dir: string, run: (source: Source) => Promise<Imported>): Promise<Figure[]> {
  const files = await writePhotos(dir);
  const bad = await spoil(files);
  const read = await secondsToRead(files);
  const refused = await run({ dir });
  const imported = await run({ dir, skipBadImages: true });
  for (const { bad: found } of [refused, imported]) {
    if (found !== bad) throw new Error(`${found} bad images found; there are ${bad}.`);
  }
  const detail = `${photosText(bad)}; reading alone ${read.toFixed(1)} s`;
  return [
    {
      figure: "server's import of a folder with bad images, all named / reading it",
      value: refused.seconds / read,
      bar: null,
      detail: `${refused.seconds.toFixed(1)} s; ${detail}`,
    },
    {
      figure: "server's import of the same folder without them / reading it",
      value: imported.seconds / read,
      bar: null,
      detail: `${imported.seconds.toFixed(1)} s, checked before; ${detail}`,
    },
    block(
      `${PHOTOS} photographs`,
      Math.max(refused.longestBlockMs, imported.longestBlockMs),
      imported.seconds,
    ),
  ];
}

async function ofMany(folder: string, run: (source: Source) => Promise<Imported>): Promise<Figure[]> {
  const seconds: number[] = [];
  const figures: Figure[] = [];
  for (const count of [SMALL, MANY_SMALL]) {
    const dir = path.join(folder, `small${count}`);
    await writeSmallImages(dir, count);
    const own = await run({ dir });
    seconds.push(own.seconds);
    figures.push(block(`a folder of ${count} small images`, own.longestBlockMs, own.seconds));
  }
  const archive = path.join(folder, "small.tar");
  await writeArchive(archive, MANY_SMALL);
  const packed = await run({ archive });
  figures.push(block(`an archive of ${MANY_SMALL} small images`, packed.longestBlockMs, packed.seconds));
  const [few, many] = seconds;
  figures.push({
    figure: `an image's share of an import of ${MANY_SMALL} / of ${SMALL}`,
    value: many / MANY_SMALL / (few / SMALL),
    bar: { atMost: 1.2 },
    detail: `${many.toFixed(1)} s and ${few.toFixed(1)} s; PNGs of 8x8 and 1 KB`,
  });
  return figures;
}

function block(what: string, ms: number, seconds: number): Figure {
  return {
    figure: `longest block of the event loop while ${what} are imported, ms`,
    value: ms,
    bar: { atMost: LONGEST_BLOCK_MS },
    detail: `${seconds.toFixed(1)} s`,
  };
}

async function writeArchive(file: string, count: number): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createWriteStream(file));
  for await (const { name, bytes } of smallImages(count)) {
    await new Promise<void>((resolve, reject) =>
      archive.entry({ name }, bytes, (error) => (error ? reject(error) : resolve())),
    );
  }
  archive.finalize();
  await written;
}
