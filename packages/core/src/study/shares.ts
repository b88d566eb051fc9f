import type { AccuracyResult } from "../masking/accuracy.js";
import type { ControlDifference } from "../masking/accuracyDifference.js";
import type { PairedDifference } from "../stats/pairedDifference.js";
import type { ShareInterval } from "../stats/wilson.js";

/** A share of images, in [0, 1]. */
export interface Share {
  readonly value: number;
  /** Half the length of its 95 % interval. */
  readonly halfWidth: number;
}

/** Share of images whose class is the first answer, and among the first five. */
export interface AccuracyShares {
  readonly top1: Share;
  readonly top5: Share;
}

/** Accuracy of one treatment less that of another of the same images. */
export interface AccuracyChange {
  readonly difference: number;
  /** 95 %; paired by image. */
  readonly halfWidth: number;
}

export function shareOf({ share, halfWidth }: ShareInterval): Share {
  return { value: share, halfWidth };
}

export function accuracyShares({ top1, top5 }: AccuracyResult): AccuracyShares {
  return { top1: shareOf(top1), top5: shareOf(top5) };
}

export function accuracyChange({ difference, halfWidth }: PairedDifference): AccuracyChange {
  return { difference, halfWidth };
}

/** The half width is over images, and over the controls where there are two or more to tell how they differ. */
export function changeFromControls({ difference, halfWidth, byImage }: ControlDifference): AccuracyChange {
  return { difference, halfWidth: Number.isNaN(halfWidth) ? byImage.halfWidth : halfWidth };
}
