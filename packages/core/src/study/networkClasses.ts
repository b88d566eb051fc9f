import { RunSpecError } from "../errors.js";
import type { ImageSetOffer } from "../run/runSpec.js";

/** What the network says of its classes. */
export interface NetworkClasses {
  /** K */
  readonly count: number;
  /** (K), or empty when the network has none; a label may hold synonyms separated by commas. */
  readonly labels: readonly string[];
}

/**
 * The network's class of each class of an image set: by the network's labels, letter case and surrounding blanks left
 * aside, as a whole or as one of comma-separated synonyms; else where all class folders are numbered by the network's
 * classes, by number; else, of a network without labels and with as many classes as the set, by position.
 *
 * @param used positions in `images.classes` that need a class of the network; others are not looked at.
 * @returns by position in `images.classes`; -1 where not used.
 * @throws {RunSpecError} naming the first class that fits none, or several, and what would be right.
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

  const labels = network.labels.length === network.count ? network.labels : [];
  const byLabel = match((name) => classByLabel(name, labels));
  if (isComplete(byLabel)) return byLabel;
  const byNumber = match((name) => classByNumber(name, network.count));
  if (isComplete(byNumber)) return byNumber;
  if (network.labels.length === 0 && classes.length === network.count)
    return match((_, position) => position);
  const missing = classes.find((_, position) => used.has(position) && byLabel[position] < 0);
  throw new RunSpecError(
    `The class "${missing}" of the image set fits none of the network's ${network.count} classes. ${adviceFor(network, labels)}`,
    "imageSetId",
  );
}

function adviceFor({ count, labels: given }: NetworkClasses, labels: readonly string[]): string {
  const numbers = `name the folders by class number, 0 to ${count - 1}`;
  if (labels.length > 0) {
    const some = labels.slice(0, 5).join("; ");
    return `Name the folders as the network's labels (${some}${labels.length > 5 ? "; ..." : ""}), or ${numbers}.`;
  }
  const why =
    given.length > 0 ? `has ${given.length} labels, which is not one a class` : "has no class labels";
  return `The network ${why}: give it ${count} labels, or ${numbers}.`;
}

/** @throws {RunSpecError} when the name fits several classes. */
function classByLabel(name: string, labels: readonly string[]): number {
  const wanted = plain(name);
  const whole = positionsOf(labels, (label) => plain(label) === wanted);
  const found =
    whole.length > 0
      ? whole
      : positionsOf(labels, (label) => label.split(",").some((part) => plain(part) === wanted));
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
