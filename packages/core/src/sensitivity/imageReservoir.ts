import { counterDouble } from "../random/counterRandom.js";

/** Keeps the choice of images apart from every other use of the same seed. */
const RESERVOIR_STREAM = 0x52455356;

/**
 * A uniformly random choice of `capacity` base samples and their values, whatever the order in which they come: those
 * whose random number, a function of (seed, index), is smallest. Two reservoirs of different base samples join to the
 * one that would have seen them all. As long as all fit, all are kept.
 *
 * A slot of the buffer holds 1 + index, or 0 when it is free, and then the values.
 */
export class ImageReservoir {
  private readonly stride: number;
  /** (capacity) random numbers of the base samples held, 1 where a slot is free; known from the first offer on. */
  private draws: Float64Array | null = null;

  /**
   * @param width values of a base sample.
   * @param data (capacity (1 + width)), empty or as another reservoir left it, which may go on until this one is offered to.
   */
  constructor(
    private readonly seed: number,
    private readonly capacity: number,
    width: number,
    private readonly data: Float64Array,
  ) {
    this.stride = 1 + width;
  }

  /** Offers a base sample. @param values (width), copied when taken. */
  offer(index: number, values: Float64Array): void {
    const draw = this.draw(index);
    this.draws ??= Float64Array.from({ length: this.capacity }, (_, slot) => {
      const held = this.data[slot * this.stride];
      return held > 0 ? this.draw(held - 1) : 1;
    });
    const { draws } = this;
    let worst = 0;
    for (let slot = 1; slot < draws.length; slot++) {
      if (draws[slot] > draws[worst]) worst = slot;
    }
    if (draws[worst] <= draw) return;
    draws[worst] = draw;
    this.data[worst * this.stride] = 1 + index;
    this.data.set(values, worst * this.stride + 1);
  }

  /** Offers everything that another reservoir holds. */
  join(other: ImageReservoir): void {
    for (const slot of other.usedSlots()) {
      const start = slot * other.stride;
      this.offer(other.data[start] - 1, other.data.subarray(start + 1, start + other.stride));
    }
  }

  /** Base samples held. */
  get size(): number {
    return this.usedSlots().length;
  }

  /** @returns [i](size) each value of the base samples held, one after the other. */
  *columns(): Generator<Float64Array> {
    const starts = this.usedSlots().map((slot) => slot * this.stride + 1);
    for (let i = 0; i < this.stride - 1; i++)
      yield Float64Array.from(starts, (start) => this.data[start + i]);
  }

  private usedSlots(): number[] {
    const slots = Array.from({ length: this.capacity }, (_, slot) => slot);
    return slots.filter((slot) => this.data[slot * this.stride] > 0);
  }

  private draw(index: number): number {
    return counterDouble(this.seed, RESERVOIR_STREAM, index);
  }
}
