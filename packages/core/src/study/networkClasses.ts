import { RunSpecError } from "../errors.js";
import type { ImageSetOffer } from "../run/runSpec.js";
import { nearestNames } from "../text/nearestNames.js";

/** What the network says of its classes. */
export interface NetworkClasses {
  /** K */
  readonly count: number;
  /** (K), or empty when the network has none; a label may hold synonyms separated by commas. */
  readonly labels: readonly string[];
  /** (K) ids beside the labels, such as WordNet's n01440764; empty or absent when the network has none. */
  readonly ids?: readonly string[];
}

/** Classes, and labels, that a message names. */
const SHOWN = 5;
/** Names that a message offers in place of one that fits nothing. */
const NEAREST = 2;

/**
 * The network's class of each class of an image set: by the network's ids and labels, letter case and surrounding blanks
 * left aside, a label as a whole or as one of comma-separated synonyms; else where all class folders are numbered by the
 * network's classes, by number; else, of a network without labels and with as many classes as the set, by position.
 *
 * @param used positions in `images.classes` that need a class of the network; others are not looked at.
 * @returns by position in `images.classes`; -1 where not used.
 * @throws {RunSpecError} naming the classes that fit none, or the first that fits several, and what would be right.
 */
export function matchClasses(
  images: Pick<ImageSetOffer, "classes">,
  used: ReadonlySet<number>,
  network: NetworkClasses,
): number[] {
  const { classes } = images;
  const match = (classOf: (name: string, position: number) => number) =>
    classes.map((name, position) => (used.has(position) ? classOf(name, position) : -1));
  const isComplete = (ids: readonly number[]) => ids.every((id, position) => id >= 0 || !used.has(position));

  const names = namesOf(network);
  const byName = match((name) => classByName(name, names));
  if (isComplete(byName)) return byName;
  const byNumber = match((name) => classByNumber(name, network.count));
  if (isComplete(byNumber)) return byNumber;
  if (network.labels.length === 0 && classes.length === network.count)
    return match((_, position) => position);
  const missing = classes.filter((_, position) => used.has(position) && byName[position] < 0);
  throw new RunSpecError(
    `${missingText(missing, names)} of the network's ${network.count} classes. ${adviceFor(network, names)}`,
    "imageSetId",
  );
}

/** What classes are found by; lists that do not name every class of the network are empty. */
interface Names {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
}

function namesOf({ count, labels, ids = [] }: NetworkClasses): Names {
  return { labels: labels.length === count ? labels : [], ids: ids.length === count ? ids : [] };
}

function missingText(missing: readonly string[], { ids, labels }: Names): string {
  const known = [
    ...ids,
    ...labels,
    ...labels.flatMap((label) => label.split(",").map((part) => part.trim())),
  ];
  const shown = missing.slice(0, SHOWN).map((name) => {
    const near = nearestNames(name, known, NEAREST);
    return near.length > 0 ? `"${name}" (nearest: ${near.join(", ")})` : `"${name}"`;
  });
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
  return missing.length === 1
    ? `The class ${shown[0]} of the image set fits none`
    : `The classes ${shown.join(", ")}${more} of the image set fit none`;
}

function adviceFor({ count, labels: given }: NetworkClasses, { ids, labels }: Names): string {
  const numbers = `name the folders by class number, 0 to ${count - 1}`;
  if (labels.length > 0) {
    const some = labels.slice(0, SHOWN).join("; ");
    const known = `labels (${some}${labels.length > SHOWN ? "; ..." : ""})`;
    const orIds =
      ids.length > 0 ? ` or ids (${ids.slice(0, SHOWN).join(", ")}${ids.length > SHOWN ? ", ..." : ""})` : "";
    return `Name the folders as the network's ${known}${orIds}, or ${numbers}.`;
  }
  const why =
    given.length > 0 ? `has ${given.length} labels, which is not one a class` : "has no class labels";
  return `The network ${why}: give it ${count} labels, or ${numbers}.`;
}

/** @throws {RunSpecError} when the name fits several classes. */
function classByName(name: string, { ids, labels }: Names): number {
  const wanted = plain(name);
  const isWanted = (text: string) => plain(text) === wanted;
  const found =
    [
      positionsOf(ids, isWanted),
      positionsOf(labels, isWanted),
      positionsOf(labels, (label) => label.split(",").some(isWanted)),
    ].find((positions) => positions.length > 0) ?? [];
  if (found.length > 1) {
    throw new RunSpecError(
      `The class "${name}" of the image set fits the network's classes ${found.join(" and ")} alike; name the folders by class number.`,
      "imageSetId",
    );
  }
  return found.length === 1 ? found[0] : -1;
}

function classByNumber(name: string, count: number): number {
  const text = name.trim();
  return /^\d+$/.test(text) && Number(text) < count ? Number(text) : -1;
}

function plain(label: string): string {
  return label.trim().toLowerCase();
}

function positionsOf(labels: readonly string[], isWanted: (label: string) => boolean): number[] {
  return [...labels.keys()].filter((position) => isWanted(labels[position]));
}
