import { quoted } from "../text/shownName.js";
import { compare, type FolderContent, type NamedFile } from "./folderContent.js";
import { folderError } from "./folderProblems.js";
import { commonDepth, depthOf, PLACES_TEXT } from "./imageDepths.js";
import { inTurns, sortedInTurns } from "./inTurns.js";
import { lostFolders, nothingFound } from "./lostFolders.js";
import { wrapperOf } from "./wrapper.js";

/** The partition, or the class, of a set that has none. */
export const ONLY = "all";

/** An image with its place in the design. */
export interface PlacedImage<Found> {
  /** Path in the set, "/" between the parts. */
  readonly name: string;
  /** Position in `partitions`. */
  readonly partition: number;
  /** Position in `classes`. */
  readonly classIndex: number;
  readonly found: Found;
}

/** The images of a set by partition and class. */
export interface ArrangedImages<Found> {
  /** In the order of code units; one called "all" when the folder has none. */
  readonly partitions: readonly string[];
  readonly classes: readonly string[];
  /** In the order of the names' code units, which a design selects by. */
  readonly images: readonly PlacedImage<Found>[];
}

/** Images of one class in one partition. */
interface Group<Found> {
  readonly partition: string;
  readonly className: string;
  readonly images: { readonly name: string; readonly found: Found }[];
}

/**
 * Finds partition and class of every image: <partition>/<class>/<file>, <class>/<file> or files alone, all alike.
 * One folder around everything is looked through.
 *
 * @param where what is read, for the message: `The folder of images "photos"`
 * @throws {ImageFolderError} with every problem of the content: no image, images at different depths, classes that a
 *   partition lacks or that lose all their files, and what could not be read.
 */
export async function arrangeImages<Found extends NamedFile>(
  content: FolderContent<Found>,
  where: string,
): Promise<ArrangedImages<Found>> {
  const problems = [...content.problems].sort(compare);
  if (content.images.length === 0) {
    problems.push(nothingFound(content, PLACES_TEXT));
    throw folderError(where, problems);
  }
  const wrapper = await wrapperOf(content);
  const named: { readonly name: string; readonly found: Found }[] = [];
  await inTurns(content.images, (found) => named.push({ name: found.name.slice(wrapper.length), found }));
  const { depth, problem } = await commonDepth(named);
  if (problem !== undefined) problems.push(problem);
  const groups = new Map<string, Group<Found>>();
  await inTurns(named, (image) => {
    if (depthOf(image.name) !== depth) return;
    const folder = image.name.slice(0, image.name.lastIndexOf("/") + 1);
    const group = groups.get(folder);
    if (group) group.images.push(image);
    else groups.set(folder, { ...placeOf(folder, depth), images: [image] });
  });
  const partitions = sortedUnique(groups, ({ partition }) => partition);
  const classes = sortedUnique(groups, ({ className }) => className);
  const inside = (name: string) => (name.startsWith(wrapper) ? name.slice(wrapper.length) : undefined);
  const lost = await lostFolders(content, inside, {
    depth,
    partitions,
    folders: groups,
    imageCount: named.length,
  });
  for (const text of lost.problems) problems.push(text);
  for (const partition of partitions) {
    for (const className of depth === 2 ? classes : []) {
      const folder = `${partition}/${className}/`;
      if (groups.has(folder) || lost.folders.has(folder)) continue;
      const twin = classes.find((other) => isTwin(other, className) && groups.has(`${partition}/${other}/`));
      const hint =
        twin === undefined
          ? ""
          : ` There is ${quoted(twin)}, whose name differs only in case or in how accents are written (Unicode NFC and NFD): rename one of them.`;
      problems.push(
        `The partition ${quoted(partition)} has no image of class ${quoted(className)}; every class needs at least one in every partition.${hint}`,
      );
    }
  }
  if (problems.length > 0) throw folderError(where, problems);
  return { partitions, classes, images: await inOrder(groups, partitions, classes) };
}

/** Whether two names look alike to a person. */
function isTwin(a: string, b: string): boolean {
  const plain = (name: string) => name.normalize("NFC").toLowerCase();
  return plain(a) === plain(b);
}

/** @param folder with a "/" at its end, or empty */
function placeOf(folder: string, depth: number): { partition: string; className: string } {
  const [first = "", second = ""] = folder.split("/");
  if (depth === 0) return { partition: ONLY, className: ONLY };
  return depth === 1 ? { partition: ONLY, className: first } : { partition: first, className: second };
}

/** All images in the order of their whole names. */
async function inOrder<Found>(
  groups: ReadonlyMap<string, Group<Found>>,
  partitions: readonly string[],
  classes: readonly string[],
): Promise<PlacedImage<Found>[]> {
  const partitionAt = new Map(partitions.map((name, position) => [name, position]));
  const classAt = new Map(classes.map((name, position) => [name, position]));
  function* placed(): Generator<PlacedImage<Found>> {
    for (const { partition, className, images } of groups.values()) {
      const place = {
        partition: partitionAt.get(partition) as number,
        classIndex: classAt.get(className) as number,
      };
      for (const { name, found } of images) yield { name, ...place, found };
    }
  }
  return sortedInTurns(placed(), (a, b) => compare(a.name, b.name));
}

function sortedUnique<Found>(
  groups: ReadonlyMap<string, Group<Found>>,
  pick: (group: Group<Found>) => string,
): string[] {
  return [...new Set([...groups.values()].map(pick))].sort(compare);
}
