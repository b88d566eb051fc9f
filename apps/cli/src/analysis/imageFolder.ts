import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { ImageEntry, ImageSource } from "@unitscope/core/run/ports";
import { FileError } from "../errors.js";
import { unreadable } from "../files/readBytes.js";

/** The images below a folder, by partition and class. */
export interface ImageFolder extends ImageSource {
  /** Sorted; one called "all" when the folder has none. */
  readonly partitions: readonly string[];
  readonly classes: readonly string[];
  /** Files that are no images, relative to the folder. */
  readonly ignored: readonly string[];
  /** SHA-256 of the images' names and sizes in order: another one means other images. */
  readonly digest: string;
}

const IMAGE = /\.(png|jpe?g|webp|gif)$/i;
const ONLY = "all";

/**
 * Lists the images of a folder: <partition>/<class>/<file>, or <class>/<file>, or the files alone; all at one depth.
 *
 * @throws {FileError} when there is no such folder, no image, or images lie at different depths.
 */
export async function readImageFolder(folder: string): Promise<ImageFolder> {
  const files = await listFiles(folder);
  const names = files.filter((file) => IMAGE.test(file));
  const first = names[0];
  if (first === undefined) {
    throw new FileError(
      `The folder "${folder}" holds no image (png, jpg, webp, gif); expected <partition>/<class>/<file>, <class>/<file> or files alone.`,
    );
  }
  const depth = first.split("/").length;
  const odd = names.find((name) => name.split("/").length !== depth) ?? (depth > 3 ? first : undefined);
  if (odd !== undefined) {
    throw new FileError(
      `The image "${odd}" in "${folder}" lies at the wrong depth; every image must be <partition>/<class>/<file>, or every one <class>/<file>, or every one in the folder itself.`,
    );
  }
  const places = names.map((name) => placeOf(name.split("/")));
  const partitions = [...new Set(places.map((place) => place.partition))].sort();
  const classes = [...new Set(places.map((place) => place.className))].sort();
  const entries = places.map(
    ({ partition, className }, i): ImageEntry => ({
      partition: partitions.indexOf(partition),
      classIndex: classes.indexOf(className),
      name: names[i] as string,
    }),
  );
  return {
    partitions,
    classes,
    entries,
    ignored: files.filter((file) => !IMAGE.test(file)),
    digest: await digestOf(folder, names),
    read: (index) => readFile(path.join(folder, ...(names[index] as string).split("/"))),
  };
}

function placeOf(parts: readonly string[]): { partition: string; className: string } {
  const [a = "", b = ""] = parts;
  if (parts.length === 3) return { partition: a, className: b };
  return { partition: ONLY, className: parts.length === 2 ? a : ONLY };
}

/** Relative paths of all files, "/" between the parts, sorted; hidden files and folders are left out. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") {
      throw new FileError(`"${folder}" is a file; a folder of images is expected.`, error);
    }
    throw unreadable(folder, "folder of images", error);
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .sort();
}

async function digestOf(folder: string, names: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\t${(await stat(path.join(folder, name))).size}\n`);
  return hash.digest("hex");
}
