import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { z } from "zod";
import { type Database, openDatabase } from "./db/database.js";
import { migrateDatabase } from "./db/migrate.js";
import { findCheckpoints } from "./db/models.js";
import { MIGRATIONS_DIR, readLocalEnv } from "./env.js";
import { importImageFolder } from "./importing/importImageFolder.js";
import { importModelFile } from "./importing/importModel.js";
import type { PreprocessingRequest } from "./importing/preprocessing.js";
import { openLocalDatabase } from "./local/localDatabase.js";
import { BlobStore } from "./store/blobStore.js";

// Entry point of "npm run import": registers networks and image folders of this machine without the API.

const preprocessing = z.strictObject({
  resize: z.number().optional(),
  crop: z.number().optional(),
  mean: z.array(z.number()).optional(),
  std: z.array(z.number()).optional(),
  channelOrder: z.enum(["RGB", "BGR"]).optional(),
});

const program = new Command("import").description("Register a network or an image folder.");
program
  .command("model <file>")
  .description("register an ONNX file")
  .requiredOption("--name <name>", "unique name")
  .option("--labels <labels>", "class labels: a,b,c or a file with one on each line")
  .option(
    "--preprocessing <json>",
    'such as \'{"resize":64,"crop":64,"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5]}\'',
  )
  .action((file: string, options: { name: string; labels?: string; preprocessing?: string }) =>
    withStores(async (db, blobs) => {
      const model = await importModelFile(db, blobs, {
        file: { path: file },
        name: options.name,
        classLabels: options.labels === undefined ? null : await readLabels(options.labels),
        preprocessing: options.preprocessing === undefined ? null : readPreprocessing(options.preprocessing),
      });
      const checkpoints = await findCheckpoints(db, [model.id]);
      const suggested = checkpoints.filter((c) => c.suggested).map((c) => `${c.name} [${c.shape.join(",")}]`);
      console.log(`Model "${model.name}": input [${model.inputShape.join(",")}], SHA-256 ${model.sha256}`);
      console.log(`${checkpoints.length} checkpoints; suggested: ${suggested.join(", ")}`);
    }),
  );
program
  .command("images <folder>")
  .description("register <folder>/<partition>/<class>/<file>, or <folder>/<class>/<file> as one partition")
  .requiredOption("--name <name>", "unique name")
  .action((folder: string, options: { name: string }) =>
    withStores(async (db, blobs) => {
      const set = await importImageFolder(db, blobs, { dir: folder, name: options.name });
      console.log(
        `Image set "${set.name}": ${set.imageCount} images, ${set.classes.length} classes: ${set.classes.join(", ")}`,
      );
    }),
  );
try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
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

async function readLabels(text: string): Promise<string[]> {
  if (text.includes(",")) return text.split(",").map((label) => label.trim());
  const lines = (await readFile(text, "utf8")).split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "");
}

function readPreprocessing(text: string): PreprocessingRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`--preprocessing is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = preprocessing.safeParse(value);
  if (!parsed.success) throw new Error(`--preprocessing is not usable: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
