import { FORMAT_NAMES } from "../image/imageFormats.js";
import { compare, type FolderContent, files, formatCounts, type NamedFile } from "./folderContent.js";
import { depthOf } from "./imageDepths.js";

/** Folders of images that were found, by path with a "/" at the end. */
interface FoundFolders {
  /** Folders that each image lies in: 0, 1 (class) or 2 (partition and class). */
  readonly depth: number;
  readonly partitions: readonly string[];
  readonly folders: ReadonlyMap<string, unknown>;
}

/** Files of a folder none of which is an image that is read. */
interface LostFiles {
  readonly unread: { readonly format: string }[];
  readonly others: string[];
}

/**
 * Classes and partitions that would silently be missing: folders at their level that have files, but none that is read,
 * or nothing at all. torchvision's ImageFolder refuses such a class too.
 *
 * @param inside path in the set of a path in the content
 */
export function lostFolders<Found extends NamedFile>(
  content: FolderContent<Found>,
  inside: (name: string) => string,
  { depth, partitions, folders }: FoundFolders,
): { folders: ReadonlySet<string>; problems: string[] } {
  const lost = new Map<string, LostFiles>();
  const known = new Set(partitions);
  const filesOf = (name: string, isImage: boolean): LostFiles | undefined => {
    if (depth === 0 || depthOf(name) !== depth) return undefined;
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    if (folders.has(folder)) return undefined;
    const partition = name.slice(0, name.indexOf("/"));
    const isNewPartition = depth === 2 && !known.has(partition);
    // A further folder beside the partitions may hold anything but images.
    if (isNewPartition && !isImage) return undefined;
    const key = isNewPartition ? `${partition}/` : folder;
    const own = lost.get(key) ?? { unread: [], others: [] };
    lost.set(key, own);
    return own;
  };
  for (const { name, format } of content.unread) filesOf(inside(name), true)?.unread.push({ format });
  for (const { name } of content.others) filesOf(inside(name), false)?.others.push(name);
  for (const name of content.emptyFolders) {
    const folder = `${inside(name)}/`;
    const level = depthOf(folder);
    if (depth > 0 && level <= depth && !lost.has(folder)) lost.set(folder, { unread: [], others: [] });
  }
  const problems = [...lost]
    .sort((a, b) => compare(a[0], b[0]))
    .map(([folder, own]) => `${titleOf(folder, depth)} ${whyLost(own)}`);
  return { folders: new Set(lost.keys()), problems };
}

/** What to say of content without any image that is read. */
export function nothingFound<Found extends NamedFile>(
  { unread, others }: FolderContent<Found>,
  places: string,
): string {
  if (unread.length > 0) {
    return `It holds no image of a format that is read, only ${formatCounts(unread)}, such as "${unread[0].name}"; ${FORMAT_NAMES} are read. Convert them.`;
  }
  const only = others.length > 0 ? `, only ${files(others.length)} such as "${others[0].name}"` : "";
  return `It holds no image (${FORMAT_NAMES})${only}; expected ${places}.`;
}

/** @param folder with a "/" at its end */
function titleOf(folder: string, depth: number): string {
  const [first, second] = folder.split("/");
  if (depth === 1) return `The class "${first}"`;
  return second === "" ? `The partition "${first}"` : `The class "${second}" of partition "${first}"`;
}

function whyLost({ unread, others }: LostFiles): string {
  if (unread.length > 0) {
    const beside = others.length > 0 ? ` and ${files(others.length)} that are no images` : "";
    return `loses all its files: their format is not read (${formatCounts(unread)})${beside}; ${FORMAT_NAMES} are. Convert them, or take the folder out.`;
  }
  if (others.length > 0) {
    return `has no image, only ${files(others.length)} such as "${others[0]}"; ${FORMAT_NAMES} are read. Put images there, or take the folder out.`;
  }
  return "is an empty folder. Put images there, or take the folder out.";
}
