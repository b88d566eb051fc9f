import { readFile } from "node:fs/promises";
import {
  type BadImage,
  BadImagesError,
  badImageLines,
  decodeText,
  type Label,
  labelsFromList,
  MOST_SHOWN,
  PRESET_NAMES,
  type PreprocessingRequest,
  preprocessingRequestOf,
  quoted,
  readLabels,
} from "@unitscope/core/reading";
import { Command } from "commander";
import { type Database, openDatabase } from "./db/database.js";
import { migrateDatabase } from "./db/migrate.js";
import { findCheckpoints } from "./db/models.js";
import { MIGRATIONS_DIR, readLocalEnv } from "./env.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { importModelFile } from "./importing/importModel.js";
import { openLocalDatabase } from "./local/localDatabase.js";
import { BlobStore } from "./store/blobStore.js";

// Entry point of "npm run import": registers networks and image folders of this machine without the API.

const program = new Command("import").description("Register a network or an image folder.");
program
  .command("model <file>")
  .description("register an ONNX file")
  .requiredOption("--name <name>", "unique name")
  .option("--labels <labels>", "class labels: a,b,c or a file: one a line, JSON, CSV, synset_words.txt")
  .option(
    "--preprocessing <preset|json>",
    `${PRESET_NAMES.join(", ")}, a .json file, or JSON such as '{"resize":64,"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]}'`,
  )
  .action((file: string, options: { name: string; labels?: string; preprocessing?: string }) =>
    withStores(async (db, blobs) => {
      const model = await importModelFile(db, blobs, {
        file: { path: file },
        name: options.name,
        labels: options.labels === undefined ? null : await labelsOf(options.labels),
        preprocessing:
          options.preprocessing === undefined ? null : await preprocessingOf(options.preprocessing),
      });
      const checkpoints = await findCheckpoints(db, [model.id]);
      const suggested = checkpoints.filter((c) => c.suggested).map((c) => `${c.name} [${c.shape.join(",")}]`);
      console.log(`Model "${model.name}": input [${model.inputShape.join(",")}], SHA-256 ${model.sha256}`);
      console.log(`${checkpoints.length} checkpoints; suggested: ${suggested.join(", ")}`);
      if (model.oneAtATime) console.log(`Images go through the network one at a time: ${model.oneAtATime}.`);
    }),
  );
program
  .command("images <folder>")
  .description("register <folder>/<partition>/<class>/<file>, <folder>/<class>/<file> or <folder>/<file>")
  .requiredOption("--name <name>", "unique name")
  .option("--skip-bad-images", "leave images out that cannot be read, and record which")
  .action((dir: string, options: { name: string; skipBadImages?: boolean }) =>
    withStores(async (db, blobs) => {
      const set = await importImageFolder(db, blobs, { dir, ...options, onWarning: console.error });
      if (set.leftOut !== null) console.error(set.leftOut);
      const skipped = { count: set.skippedCount, images: set.skippedImages as unknown as BadImage[] };
      if (skipped.count > 0) console.error(`Bad images, so left out: ${skipped.count}`);
      for (const line of badImageLines(skipped)) console.error(line);
      console.log(
        `Image set "${set.name}": ${set.imageCount} images, ${set.classes.length} classes: ${set.classes.join(", ")}`,
      );
    }),
  );
try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (error instanceof BadImagesError) {
    console.error("--skip-bad-images leaves them out and records them.");
    const others = error.images.slice(MOST_SHOWN);
    if (others.length > 0) console.error("The others:");
    for (const { name, reason } of others) console.error(`  ${quoted(name)} ${reason}`);
  }
  process.exitCode = 1;
}
// The engine that applies migrations leaves a timer of ten seconds, which nobody need wait for.
process.exit();

async function withStores(work: (db: Database, blobs: BlobStore) => Promise<void>): Promise<void> {
  const env = readLocalEnv();
  const server = await openLocalDatabase(env, console.error);
  try {
    await migrateDatabase(server.connectionString, MIGRATIONS_DIR);
    const db = openDatabase(server.connectionString, { connections: 2 });
    try {
      await work(db, BlobStore.inFolder(env.dataDir));
    } finally {
      await db.$disconnect();
    }
  } finally {
    await server.close();
  }
}

/** Labels from a file, or "a,b,c" where there is no such file. */
async function labelsOf(text: string): Promise<Label[]> {
  try {
    return readLabels(await readFile(text));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing && text.includes(",")) return labelsFromList(text);
    if (isMissing) throw new Error(`There is no file of labels "${text}"; a list has commas in it: a,b,c.`);
    throw new Error(`--labels ${text}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function preprocessingOf(text: string): Promise<PreprocessingRequest> {
  if (!text.endsWith(".json")) return preprocessingRequestOf(text);
  try {
    return preprocessingRequestOf(decodeText(await readFile(text)));
  } catch (error) {
    throw new Error(`--preprocessing ${text}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
