import { createHash } from "node:crypto";
import { definedUnits, randomUnits, shuffledUnits } from "../masking/controlUnits.js";
import { unitCount } from "../run/checkpointUnits.js";
import { controlSeed } from "./controlSeed.js";
import { placeOf } from "./maskChoice.js";
import type { TestSpec } from "./testSpec.js";

/**
 * The random controls of a test's masks. They depend on which units have an index and on nothing else of a map, so that
 * factors without dead units of their own share them; each is drawn once.
 */
export class ControlMasks {
  private readonly drawn = new Map<string, readonly Uint32Array[]>();

  constructor(private readonly spec: TestSpec) {}

  /**
   * Random masks of as many units a checkpoint.
   *
   * @param values of each masked checkpoint (U); only NaN or not matters
   * @param counts units of each
   * @returns [control][checkpoint] units
   */
  units(
    values: readonly ArrayLike<number>[],
    counts: readonly number[],
  ): readonly (readonly Uint32Array[])[] {
    return this.controls(`${this.definedKey(values)} ${counts.join()}`, (seed) =>
      this.spec.masked.map(({ name }, i) =>
        randomUnits(values[i], counts[i], seed, placeOf(this.spec.run, name)),
      ),
    );
  }

  /** @returns [control][checkpoint](U) see `shuffledUnits` */
  orders(values: readonly ArrayLike<number>[]): readonly (readonly Uint32Array[])[] {
    return this.controls(this.definedKey(values), (seed) =>
      this.spec.masked.map((checkpoint, i) => {
        const place = placeOf(this.spec.run, checkpoint.name);
        return shuffledUnits(definedUnits(values[i]), unitCount(checkpoint), seed, place);
      }),
    );
  }

  private controls(key: string, draw: (seed: number) => readonly Uint32Array[]) {
    return Array.from({ length: this.spec.randomControls }, (_, control) => {
      const own = `${control} ${key}`;
      const known = this.drawn.get(own) ?? draw(controlSeed(this.spec.seed, control));
      this.drawn.set(own, known);
      return known;
    });
  }

  private definedKey(values: readonly ArrayLike<number>[]): string {
    const digest = createHash("sha256");
    for (const own of values) digest.update(definedUnits(own));
    return digest.digest("hex");
  }
}
