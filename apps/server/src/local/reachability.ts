import { realpath, stat } from "node:fs/promises";
import path from "node:path";

/** A user of the operating system, as the permission bits know it. */
export interface FileUser {
  uid: number;
  gid: number;
}

/** Owner, group and mode of a file, as `stat` gives them. */
export interface Permissions extends FileUser {
  mode: number;
}

/** Whether the permission bits let a user do what `bits` ask for: 4 read, 2 write, 1 enter or execute. */
export function permits(file: Permissions, user: FileUser, bits: number): boolean {
  if (user.uid === 0) return true;
  const shift = file.uid === user.uid ? 6 : file.gid === user.gid ? 3 : 0;
  return ((file.mode >> shift) & bits) === bits;
}

/**
 * The first folder on the way from the root to `target` that the user may not enter, or null when the way is
 * open. Parts of the path that do not exist yet are not looked at; `target` itself counts when it is a folder.
 */
export async function firstClosedFolder(target: string, user: FileUser): Promise<string | null> {
  const existing = await deepestExisting(path.resolve(target));
  const parts = existing.split(path.sep).filter((part) => part !== "");
  let folder = path.parse(existing).root;
  for (let depth = 0; ; depth += 1) {
    const found = await stat(folder);
    if (found.isDirectory() && !permits(found, user, 1)) return folder;
    const next = parts[depth];
    if (next === undefined) return null;
    folder = path.join(folder, next);
  }
}

async function deepestExisting(target: string): Promise<string> {
  try {
    return await realpath(target);
  } catch (error) {
    const parent = path.dirname(target);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === target) throw error;
    return deepestExisting(parent);
  }
}
