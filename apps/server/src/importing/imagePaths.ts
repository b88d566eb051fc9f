import { ImportError } from "./importErrors.js";

/** Where an image of a set belongs. */
export interface ImagePlace {
  readonly partition: string;
  readonly className: string;
  /** <partition>/<class>/<file>, or <class>/<file> when there are no partitions. */
  readonly path: string;
}

const IMAGE = /\.(png|jpe?g|webp|gif|bmp|tiff?)$/i;
/** The partition of a set that has none. */
export const ONLY_PARTITION = "all";

/** Files that systems leave behind and nobody means: .DS_Store, __MACOSX/, Thumbs.db. */
export function isLeftover(path: string): boolean {
  return path
    .split("/")
    .some(
      (part) => part.startsWith(".") || part === "__MACOSX" || part === "Thumbs.db" || part === "desktop.ini",
    );
}

/**
 * Finds out partition and class of every file: <partition>/<class>/<file> or, when all files lie that way,
 * <class>/<file> as one partition "all".
 *
 * @param paths relative, with "/" between the parts.
 * @param wrapper true when one folder around everything (as archives often have) is to be looked through.
 * @throws {ImportError} naming a file that fits neither.
 */
export function placeImages(paths: readonly string[], options: { wrapper: boolean }): ImagePlace[] {
  if (paths.length === 0) {
    throw new ImportError(
      "INVALID",
      "There are no images; expected <partition>/<class>/<file>, such as train/bag/001.png.",
    );
  }
  const stray = paths.find((path) => !IMAGE.test(path));
  if (stray !== undefined) {
    throw new ImportError(
      "INVALID",
      `"${stray}" is no image (png, jpg, webp, gif, bmp, tif); take it out of the folder.`,
    );
  }
  let parts = paths.map((path) => path.split("/"));
  const top = parts[0]![0];
  const isWrapped = parts.every(
    (p) => p[0] === top && (p.length === 4 || (p.length === 3 && isClassFolder(parts))),
  );
  if (options.wrapper && isWrapped) parts = parts.map((p) => p.slice(1));

  const depth = parts[0]!.length;
  const odd = parts.findIndex((p) => p.length !== depth || (p.length !== 2 && p.length !== 3));
  if (odd >= 0) {
    throw new ImportError(
      "INVALID",
      `"${paths[odd]}" lies in the wrong depth; every image must be <partition>/<class>/<file>, or every one <class>/<file>.`,
    );
  }
  return parts.map((p) => {
    const path = p.join("/");
    return depth === 2
      ? { partition: ONLY_PARTITION, className: p[0]!, path }
      : { partition: p[0]!, className: p[1]!, path };
  });
}

/** With three parts and a single folder at the top, that folder is a partition when it is called like one. */
function isClassFolder(parts: readonly string[][]): boolean {
  return !/^(train|valid|validation|val|test|all)$/i.test(parts[0]![0]!);
}
