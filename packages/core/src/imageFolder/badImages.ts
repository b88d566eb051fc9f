import { type BadImage, BadImagesError } from "../errors.js";
import { quoted } from "../text/shownName.js";
import type { ArrangedImages, PlacedImage } from "./arrangeImages.js";
import { folderError } from "./folderProblems.js";
import { inTurns } from "./inTurns.js";

/** Bad images named in a message. */
export const MOST_SHOWN = 20;
/** Bad images that are recorded with their reasons. */
export const MOST_RECORDED = 1_000;

/** Images that were left out of a set because they are bad. */
export interface SkippedImages {
  readonly count: number;
  /** The first of them, at most {@link MOST_RECORDED}. */
  readonly images: readonly BadImage[];
}

/** The record of bad images that are left out. */
export function skippedImages(images: readonly BadImage[]): SkippedImages {
  return { count: images.length, images: images.slice(0, MOST_RECORDED) };
}

/** A line for each of the first bad images, and how many more there are. */
export function badImageLines({ count, images }: SkippedImages): string[] {
  const lines = images.slice(0, MOST_SHOWN).map(({ name, reason }) => `  ${quoted(name)} ${reason}`);
  return count > lines.length ? [...lines, `  and ${count - lines.length} more`] : lines;
}

/** The images of a set without the bad ones, of which there may be none. */
export interface UsableImages<Found> extends ArrangedImages<Found> {
  readonly skipped: SkippedImages;
}

/**
 * Takes bad images out of a set, or refuses the set.
 *
 * @param where what is read: `The folder of images "photos"`
 * @param faultOf what is wrong with an image, as the rest of a sentence; null when it is right
 * @throws {BadImagesError} with all bad images, unless they are to be skipped.
 * @throws {ImageFolderError} when a class loses all its images of a partition.
 */
export async function usableImages<Found>(
  set: ArrangedImages<Found>,
  where: string,
  faultOf: (image: PlacedImage<Found>) => string | null,
  skipBadImages: boolean,
): Promise<UsableImages<Found>> {
  const bad: BadImage[] = [];
  const right: PlacedImage<Found>[] = [];
  const groups = new Map<string, { readonly image: PlacedImage<Found>; bad: number; right: number }>();
  await inTurns(set.images, (image) => {
    const reason = faultOf(image);
    const key = `${image.partition} ${image.classIndex}`;
    const group = groups.get(key) ?? { image, bad: 0, right: 0 };
    groups.set(key, group);
    group[reason === null ? "right" : "bad"]++;
    if (reason === null) right.push(image);
    else bad.push({ name: image.name, reason });
  });
  if (bad.length === 0) return { ...set, skipped: { count: 0, images: [] } };
  if (!skipBadImages) throw badImagesError(where, bad, set.images.length);
  const emptied = [...groups.values()].filter((group) => group.right === 0);
  if (emptied.length > 0) {
    throw folderError(
      where,
      emptied.map(({ image, bad: count }) => {
        const place = `class ${quoted(set.classes[image.classIndex])} in partition ${quoted(set.partitions[image.partition])}`;
        const all = count === 1 ? `The only image of ${place} is` : `All ${count} images of ${place} are`;
        return `${all} bad, so none is left once bad images are skipped; the first: ${quoted(image.name)} ${faultOf(image)}.`;
      }),
    );
  }
  return { ...set, images: right, skipped: skippedImages(bad) };
}

function badImagesError(where: string, bad: readonly BadImage[], total: number): BadImagesError {
  const lines = badImageLines({ count: bad.length, images: bad });
  return new BadImagesError(
    `${where} has bad images, ${bad.length} of ${total}:\n${lines.join("\n")}\nMend or remove them, or have bad images skipped.`,
    bad,
  );
}
