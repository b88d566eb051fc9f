import { createHash } from "node:crypto";
import { ShapeError } from "../errors.js";
import { UNMASKED } from "./variants.js";

/** How the multipliers of all masked units follow from the shared parts. Numbers are places in the lists of the parts. */
export type CompactMask =
  | { readonly kind: "NONE" }
  /** `alpha` at the chosen units, 1 elsewhere. */
  | { readonly kind: "CHOSEN"; readonly selection: number; readonly alpha: number }
  /** m, or 1 - m; with an order, each unit takes the m of another one. */
  | {
      readonly kind: "SOFT";
      readonly multipliers: number;
      readonly inverted: boolean;
      readonly order: number | null;
    };

/**
 * Many masks of the same units, kept small: chosen units as bits, soft masks and orders once for all masks that use
 * them. The parts lie in shared memory, so that all threads read the same. U units are those of all masked checkpoints,
 * one checkpoint after the other.
 */
export interface CompactMasks {
  /** U */
  readonly unitCount: number;
  /** [selection](ceil(U / 8)) bit u % 8 of byte floor(u / 8). */
  readonly selections: readonly Uint8Array[];
  /** [soft](U) */
  readonly multipliers: readonly Float32Array[];
  /** [order](U) the unit that each takes its multiplier from. */
  readonly orders: readonly Uint32Array[];
  /** By variant; the first changes nothing. */
  readonly masks: readonly CompactMask[];
}

/** Collects masks; equal ones become one variant. */
export class CompactMaskBuilder {
  private readonly selections = new SharedParts<Uint8Array>();
  private readonly multipliers = new SharedParts<Float32Array>();
  private readonly orders = new SharedParts<Uint32Array>();
  private readonly masks: CompactMask[] = [{ kind: "NONE" }];
  private readonly variants = new Map<string, number>([[JSON.stringify({ kind: "NONE" }), UNMASKED]]);
  private readonly starts: readonly number[];
  readonly unitCount: number;

  /** @param unitCounts of the masked checkpoints. */
  constructor(unitCounts: readonly number[]) {
    let start = 0;
    this.starts = unitCounts.map((count) => {
      start += count;
      return start - count;
    });
    this.unitCount = start;
  }

  /**
   * @param units of each checkpoint
   * @returns the variant
   */
  chosen(units: readonly Uint32Array[], alpha: number): number {
    const bits = new Uint8Array(new SharedArrayBuffer(Math.ceil(this.unitCount / 8)));
    for (const [checkpoint, own] of units.entries()) {
      for (const unit of own) {
        const u = this.starts[checkpoint] + unit;
        bits[u >> 3] |= 1 << (u & 7);
      }
    }
    return this.add({ kind: "CHOSEN", selection: this.selections.add(bits), alpha });
  }

  /**
   * @param multipliers of each checkpoint (its units)
   * @param sources of each checkpoint, see `shuffledUnits`; null for the mask itself
   * @returns the variant
   */
  soft(
    multipliers: readonly Float32Array[],
    inverted: boolean,
    sources: readonly Uint32Array[] | null = null,
  ): number {
    const values = new Float32Array(new SharedArrayBuffer(4 * this.unitCount));
    for (const [checkpoint, own] of multipliers.entries()) values.set(own, this.starts[checkpoint]);
    const order = sources === null ? null : this.orders.add(this.wholeOrder(sources));
    return this.add({ kind: "SOFT", multipliers: this.multipliers.add(values), inverted, order });
  }

  build(): CompactMasks {
    return {
      unitCount: this.unitCount,
      selections: this.selections.parts,
      multipliers: this.multipliers.parts,
      orders: this.orders.parts,
      masks: this.masks,
    };
  }

  /** Of everything that the masks do. */
  digest(): string {
    const parts = [this.selections.digests, this.multipliers.digests, this.orders.digests, this.masks];
    return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  }

  private wholeOrder(sources: readonly Uint32Array[]): Uint32Array {
    const order = new Uint32Array(new SharedArrayBuffer(4 * this.unitCount));
    for (const [checkpoint, own] of sources.entries()) {
      const start = this.starts[checkpoint];
      for (let unit = 0; unit < own.length; unit++) order[start + unit] = start + own[unit];
    }
    return order;
  }

  private add(mask: CompactMask): number {
    const key = JSON.stringify(mask);
    const known = this.variants.get(key);
    if (known !== undefined) return known;
    this.variants.set(key, this.masks.length);
    return this.masks.push(mask) - 1;
  }
}

/**
 * Writes the multipliers of a mask.
 *
 * @param out (U)
 * @throws {ShapeError} when `out` has another length.
 */
export function expandMask(masks: CompactMasks, variant: number, out: Float32Array): void {
  if (out.length !== masks.unitCount) {
    throw new ShapeError(`${masks.unitCount} multipliers do not fit into ${out.length} places.`);
  }
  const mask = masks.masks[variant];
  switch (mask.kind) {
    case "NONE":
      out.fill(1);
      return;
    case "CHOSEN": {
      const bits = masks.selections[mask.selection];
      for (let u = 0; u < out.length; u++) out[u] = (bits[u >> 3] >> (u & 7)) & 1 ? mask.alpha : 1;
      return;
    }
    case "SOFT": {
      const values = masks.multipliers[mask.multipliers];
      const order = mask.order === null ? null : masks.orders[mask.order];
      for (let u = 0; u < out.length; u++) out[u] = values[order === null ? u : order[u]];
      if (mask.inverted) for (let u = 0; u < out.length; u++) out[u] = 1 - out[u];
      return;
    }
  }
}

/** Parts that are kept once each. */
class SharedParts<T extends Uint8Array | Float32Array | Uint32Array> {
  readonly parts: T[] = [];
  readonly digests: string[] = [];

  add(part: T): number {
    const digest = createHash("sha256").update(part).digest("hex");
    const known = this.digests.indexOf(digest);
    if (known >= 0) return known;
    this.digests.push(digest);
    return this.parts.push(part) - 1;
  }
}
