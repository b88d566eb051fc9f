import type { UnitFlags } from "@unitscope/core/reading";

const TRUSTED = 1;
const DISTINGUISHABLE = 2;

/** One byte for each unit: bit 0 its interval can be trusted, bit 1 its index is distinguishable from 0. */
export function packFlags({ trusted, distinguishable }: UnitFlags): Uint8Array<ArrayBuffer> {
  const flags = new Uint8Array(trusted.length);
  for (let u = 0; u < flags.length; u++) {
    flags[u] = (trusted[u] ? TRUSTED : 0) | (distinguishable[u] ? DISTINGUISHABLE : 0);
  }
  return flags;
}

export function isTrusted(flags: number): boolean {
  return (flags & TRUSTED) !== 0;
}

export function isDistinguishable(flags: number): boolean {
  return (flags & DISTINGUISHABLE) !== 0;
}

/** How many of the units that have a value are not to be trusted, and how many are distinguishable from 0. */
export function countFlags(
  flags: Uint8Array,
  values: ArrayLike<number>,
): { untrustedCount: number; distinguishableCount: number } {
  let untrustedCount = 0;
  let distinguishableCount = 0;
  for (let u = 0; u < flags.length; u++) {
    if (Number.isNaN(values[u]!)) continue;
    if (!isTrusted(flags[u]!)) untrustedCount++;
    if (isDistinguishable(flags[u]!)) distinguishableCount++;
  }
  return { untrustedCount, distinguishableCount };
}
