import { FORMAT_NAMES } from "../image/imageFormats.js";
import { quoted } from "../text/shownName.js";
import { compare, type FolderContent, files, formatCounts, type NamedFile } from "./folderContent.js";
import { inTurns } from "./inTurns.js";

/** Folders of images that were found, by path with a "/" at the end. */
interface FoundFolders {
  /** Folders that each image lies in: 0, 1 (class) or 2 (partition and class). */
  readonly depth: number;
  readonly partitions: readonly string[];
  readonly folders: ReadonlyMap<string, unknown>;
  readonly imageCount: number;
}

/** Files of a folder none of which is an image that is read. */
interface LostFiles {
  readonly unread: { readonly format: string }[];
  readonly others: string[];
  /** Empty folders, the folder itself or some below it. */
  readonly empty: string[];
}

/**
 * Classes and partitions that would silently be missing: folders at their level that have no image, whatever lies in
 * them, at whatever depth. torchvision's ImageFolder refuses such a class too.
 *
 * @param inside path in the set of a path in the content; undefined for what lies beside the set
 */
export async function lostFolders<Found extends NamedFile>(
  content: FolderContent<Found>,
  inside: (name: string) => string | undefined,
  found: FoundFolders,
): Promise<{ folders: ReadonlySet<string>; problems: string[] }> {
  const lost = new Map<string, LostFiles>();
  const lostAt = (folder: string): LostFiles => {
    const own = lost.get(folder) ?? { unread: [], others: [], empty: [] };
    lost.set(folder, own);
    return own;
  };
  const known = new Set(found.partitions);
  const isBeside = (folder: string) => found.depth === 2 && !known.has(folder.slice(0, folder.indexOf("/")));
  /** Folders beside the partitions that hold files but no image of any format: those may hold anything. */
  const beside = new Set<string>();
  await inTurns(content.unread, ({ name, format }) => {
    const folder = folderWithoutImage(inside(name), known, found);
    if (folder !== undefined) lostAt(folder).unread.push({ format });
  });
  await inTurns(content.others, ({ name }) => {
    const path = inside(name);
    const folder = found.depth === 0 ? undefined : folderWithoutImage(path, known, found);
    if (folder === undefined) return;
    if (isBeside(folder) && !lost.has(folder)) beside.add(folder);
    else lostAt(folder).others.push(path as string);
  });
  for (const name of content.emptyFolders) {
    const path = inside(`${name}/`);
    const folder = found.depth === 0 ? undefined : folderWithoutImage(path, known, found);
    if (folder !== undefined && !beside.has(folder)) lostAt(folder).empty.push(path as string);
  }
  // Beside images that lie alone a folder is no class, unless it holds the greater part of the pictures.
  const unreadCount = [...lost.values()].reduce((sum, { unread }) => sum + unread.length, 0);
  if (found.depth === 0 && unreadCount <= found.imageCount) lost.clear();
  const problems = [...lost]
    .sort((a, b) => compare(a[0], b[0]))
    .map(([folder, own]) => `${titleOf(folder, found.depth)} ${whyLost(folder, own)}`);
  return { folders: new Set(lost.keys()), problems };
}

/**
 * The class, or the partition without any class, that a file or an empty folder lies in and that has no image;
 * undefined when there is no such folder.
 *
 * @param path in the set; that of a folder ends in "/"
 */
function folderWithoutImage(
  path: string | undefined,
  partitions: ReadonlySet<string>,
  { depth, folders }: FoundFolders,
): string | undefined {
  if (path === undefined) return undefined;
  const partEnd = path.indexOf("/") + 1;
  if (partEnd === 0) return undefined;
  if (depth < 2 || !partitions.has(path.slice(0, partEnd - 1))) {
    const folder = path.slice(0, partEnd);
    return folders.has(folder) ? undefined : folder;
  }
  const classEnd = path.indexOf("/", partEnd) + 1;
  const folder = path.slice(0, classEnd);
  return classEnd === 0 || folders.has(folder) ? undefined : folder;
}

/** What to say of content without any image that is read. */
export function nothingFound<Found extends NamedFile>(
  { unread, others }: FolderContent<Found>,
  places: string,
): string {
  if (unread.length > 0) {
    return `It holds no image of a format that is read, only ${formatCounts(unread)}, such as ${quoted(unread[0].name)}; ${FORMAT_NAMES} are read. Convert them.`;
  }
  const only = others.length > 0 ? `, only ${files(others.length)} such as ${quoted(others[0].name)}` : "";
  return `It holds no image (${FORMAT_NAMES})${only}; expected ${places}.`;
}

/** @param folder with a "/" at its end */
function titleOf(folder: string, depth: number): string {
  const [first, second] = folder.split("/");
  if (depth === 0) return `The folder ${quoted(first)}`;
  if (depth === 1) return `The class ${quoted(first)}`;
  return second === ""
    ? `The partition ${quoted(first)}`
    : `The class ${quoted(second)} of partition ${quoted(first)}`;
}

function whyLost(folder: string, { unread, others, empty }: LostFiles): string {
  if (unread.length > 0) {
    const beside = others.length > 0 ? ` and ${files(others.length)} that are no images` : "";
    return `loses all its files: their format is not read (${formatCounts(unread)})${beside}; ${FORMAT_NAMES} are. Convert them, or take the folder out.`;
  }
  if (others.length > 0) {
    return `has no image, only ${files(others.length)} such as ${quoted(others[0])}; ${FORMAT_NAMES} are read. Put images there, or take the folder out.`;
  }
  const is = empty.includes(folder)
    ? "is an empty folder"
    : `holds only empty folders such as ${quoted(empty[0])}`;
  return `${is}. Put images there, or take the folder out.`;
}
