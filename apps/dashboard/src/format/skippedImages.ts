import type { Fact } from "./design";
import { formatCount } from "./number";

/** What a run's image set says of bad images that were left out of it. */
export interface ImagesOfRun {
  readonly skippedImageCount: number;
  readonly skippedImages: readonly { readonly name: string; readonly reason: string }[];
}

/** Images named in the line. */
const SHOWN = 3;

/** The line that tells of bad images left out, when there are some. */
export function skippedImagesFacts({ skippedImageCount: count, skippedImages }: ImagesOfRun): Fact[] {
  if (count === 0) return [];
  const named = skippedImages.slice(0, SHOWN).map(({ name, reason }) => `${name} ${reason}`);
  const more = count > named.length ? [`and ${formatCount(count - named.length)} more`] : [];
  const images = count === 1 ? "1 image left out" : `${formatCount(count)} images left out`;
  return [{ label: "Bad images", text: `${images}: ${[...named, ...more].join("; ")}` }];
}
