import type { Dirent, Stats } from "node:fs";
import { lstat, opendir, readlink, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { ImageFolderError } from "../errors.js";
import { quoted } from "../text/shownName.js";
import { FolderContent, kindOfFile } from "./folderContent.js";
import { inParallel } from "./inParallel.js";
import { isLeftover } from "./leftovers.js";
import { OpenFiles } from "./openFiles.js";
import { isMachineFailure, isSystemError, systemReason } from "./systemReason.js";

/** An image that a folder names. */
export interface FoundImage {
  /** Path in the folder, "/" between the parts. */
  readonly name: string;
  /** Where it really lies, links followed. */
  readonly file: string;
  /** What is wrong with it, where that shows without reading it. */
  readonly fault?: string;
}

/** Folders that are listed at a time. */
const FOLDERS_AT_ONCE = 16;
/** Entries of a folder between two turns of the event loop: a folder may have a million. */
export const ENTRIES_AT_ONCE = 256;

/** How a folder is listed. */
export interface WalkOptions {
  readonly signal?: AbortSignal;
  /** What waits where the system has too many files open. @default one of its own */
  readonly openFiles?: OpenFiles;
}

/** A folder on the way down. */
interface Folder {
  /** Path in the root with a "/" at the end; empty for the root. */
  readonly name: string;
  /** Where it really lies. */
  readonly place: string;
  /** The folder that holds it; its places are those that a link must not lead back to. */
  readonly parent?: Folder;
}

/**
 * Lists everything below a folder. Links are followed, as torchvision's ImageFolder does, also that of the folder
 * itself; those that lead back to a folder they lie in are a problem of the content.
 *
 * @returns the content, and where the folder really lies.
 * @throws {ImageFolderError} when the folder itself is none.
 * @throws {CancelledError} when `signal` is aborted.
 */
export async function walkFolder(
  root: string,
  { signal, openFiles = new OpenFiles() }: WalkOptions = {},
): Promise<{ content: FolderContent<FoundImage>; place: string }> {
  const place = await rootPlace(root);
  const content = new FolderContent<FoundImage>();
  let level: Folder[] = [{ name: "", place }];
  while (level.length > 0) {
    const below: Folder[] = [];
    const current = level;
    await inParallel(
      current.length,
      FOLDERS_AT_ONCE,
      async (i) => {
        for (const folder of await listFolder(current[i], content, openFiles)) below.push(folder);
      },
      signal,
    );
    level = below;
  }
  return { content, place };
}

async function rootPlace(root: string): Promise<string> {
  try {
    const found = await stat(root);
    if (!found.isDirectory()) throw oneProblem(`"${root}" is a file; a folder of images is expected.`);
    return await realpath(root);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const target = await readlink(root).catch(() => undefined);
    if (target !== undefined) {
      throw oneProblem(`The link "${root}" leads to "${target}": ${systemReason(error)}.`, error);
    }
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw oneProblem(`There is no folder of images "${root}".`, error);
    }
    throw oneProblem(`The folder of images "${root}" cannot be read: ${systemReason(error)}.`, error);
  }
}

function oneProblem(message: string, cause?: unknown): ImageFolderError {
  return new ImageFolderError(message, [message], cause);
}

/** Adds what lies in a folder to the content; the folders in it. */
async function listFolder(
  folder: Folder,
  content: FolderContent<FoundImage>,
  openFiles: OpenFiles,
): Promise<Folder[]> {
  let entries: readonly Dirent[];
  try {
    entries = await openFiles.do(() => entriesOf(folder.place));
  } catch (error) {
    const name = folder.name === "" ? folder.place : folder.name.slice(0, -1);
    content.problems.push(`The folder ${quoted(name)} cannot be read: ${systemReason(error)}.`);
    return [];
  }
  const below: Folder[] = [];
  let isEmpty = true;
  for (const [i, entry] of entries.entries()) {
    if (i > 0 && i % ENTRIES_AT_ONCE === 0) await setImmediate();
    if (isLeftover(entry.name)) {
      content.addLeftover(entry.name);
      continue;
    }
    isEmpty = false;
    const place = path.join(folder.place, entry.name);
    const name = `${folder.name}${entry.name}`;
    if (await isUnnamable(place)) addUnnamable(content, name, entry);
    else if (entry.isDirectory()) below.push({ name: `${name}/`, place, parent: folder });
    else if (entry.isSymbolicLink())
      below.push(...(await followLink(folder, name, place, content, openFiles)));
    else addFile(content, name, place, entry.isFile());
  }
  if (isEmpty && folder.name !== "") content.emptyFolders.push(folder.name.slice(0, -1));
  return below;
}

/** Everything in a folder, in the order of the file system. */
async function entriesOf(place: string): Promise<Dirent[]> {
  const entries: Dirent[] = [];
  for await (const entry of await opendir(place, { bufferSize: ENTRIES_AT_ONCE })) entries.push(entry);
  return entries;
}

/** What stands for bytes of a name that are no text. */
const REPLACED = "\ufffd";

/** Whether a name that was listed leads nowhere, as its bytes are not UTF-8: older systems wrote Latin-1. */
async function isUnnamable(place: string): Promise<boolean> {
  if (!path.basename(place).includes(REPLACED)) return false;
  return lstat(place).then(
    () => false,
    () => true,
  );
}

function addUnnamable(content: FolderContent<FoundImage>, name: string, entry: Dirent): void {
  const what = "has a name that is not UTF-8, so it cannot be opened; rename it";
  const kind = kindOfFile(name);
  if (entry.isDirectory()) content.problems.push(`The folder ${quoted(name)} ${what}.`);
  else if (kind.kind === "image") content.images.push({ name, file: name, fault: what });
  else content.addOther(name, kind);
}

function addFile(content: FolderContent<FoundImage>, name: string, file: string, isFile: boolean): void {
  const kind = isFile ? kindOfFile(name) : { kind: "other" as const };
  if (kind.kind === "image") content.images.push({ name, file });
  else content.addOther(name, kind);
}

/** The folder that a link leads to, as a list; files and broken links are added to the content. */
async function followLink(
  folder: Folder,
  name: string,
  link: string,
  content: FolderContent<FoundImage>,
  openFiles: OpenFiles,
): Promise<Folder[]> {
  let found: Stats;
  let place: string;
  try {
    found = await openFiles.do(() => stat(link));
    place = await openFiles.do(() => realpath(link));
  } catch (error) {
    addBrokenLink(content, name, link, await readlink(link).catch(() => "nowhere"), error);
    return [];
  }
  if (!found.isDirectory()) {
    addFile(content, name, place, found.isFile());
    return [];
  }
  for (let above: Folder | undefined = folder; above; above = above.parent) {
    if (!`${above.place}${path.sep}`.startsWith(place.endsWith(path.sep) ? place : place + path.sep))
      continue;
    content.problems.push(
      `The link ${quoted(name)} leads back to ${quoted(place)}, which it lies in: a loop. Remove the link.`,
    );
    return [];
  }
  return [{ name: `${name}/`, place, parent: folder }];
}

/** By its name a broken link is an image, a file of another kind that would be left out, or else a folder. */
function addBrokenLink(
  content: FolderContent<FoundImage>,
  name: string,
  link: string,
  target: string,
  error: unknown,
): void {
  if (isMachineFailure(error)) {
    content.problems.push(`The link ${quoted(name)} cannot be followed: ${systemReason(error)}.`);
    return;
  }
  const kind = kindOfFile(name);
  const what = `a link to ${quoted(target)}, which ${linkReason(error)}`;
  if (kind.kind === "image") content.images.push({ name, file: link, fault: `is ${what}` });
  else if (kind.kind === "unread" || /\.[a-z]\w{0,3}$/i.test(name)) content.addOther(name, kind);
  else content.problems.push(`${quoted(name)} is ${what}. Mend or remove the link.`);
}

function linkReason(error: unknown): string {
  const code = isSystemError(error) ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return "does not exist";
  if (code === "ELOOP") return "leads back to the link: a loop";
  return `cannot be followed: ${systemReason(error)}`;
}
