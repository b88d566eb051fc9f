import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError, NonFiniteActivationError, ShapeError, StateFormatError } from "../errors.js";
import {
  ACCUMULATORS,
  BLOCKS,
  type Change,
  DEAD,
  PILOT,
  UNITS,
  variance,
} from "./testing/accumulatorSubjects.js";

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

describe.each(ACCUMULATORS)("$name", (method) => {
  it("joins two parts to what the whole gives", () => {
    const whole = method.run(0, BLOCKS).numbers();
    for (let cut = 0; cut <= BLOCKS; cut++) {
      const left = method.run(0, cut);
      left.join(method.run(cut, BLOCKS));
      expect(left.blocks).toBe(BLOCKS);
      expectClose(left.numbers(), whole, 1e-12);
    }
  });

  it("stops anywhere and goes on from its state with the same bits", () => {
    const whole = method.run(0, BLOCKS);
    for (let cut = 0; cut <= BLOCKS; cut++) {
      const state = method.run(0, cut).state();
      // Databases hand bytes out at any offset of a larger buffer.
      const shifted = new Uint8Array(state.length + 3).subarray(3);
      shifted.set(state);
      const resumed = method.run(cut, BLOCKS, { state: shifted });
      expect(resumed.state()).toEqual(whole.state());
      expect(resumed.numbers()).toEqual(whole.numbers());
    }
  });

  it("is unmoved by a constant added to the activations, however large", () => {
    const plain = method.run(0, BLOCKS).numbers();
    const check = (shift: number, tolerance: number) => {
      const pilot = PILOT.map((value) => value + shift);
      expectClose(
        method.run(0, BLOCKS, { pilot, change: (value) => value + shift }).numbers(),
        plain,
        tolerance,
      );
    };
    // 1e6 in float64 keeps 1e-10 of a value.
    check(1e6, 1e-6);
    const shifts = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shifts, (shift) => check(shift, 1e-9)),
      { numRuns: 10 },
    );
  });

  it("gives NaN, not zero, to a unit without variance, whatever the pilot", () => {
    for (const value of [7, 6.9, 7 * (1 + 2 ** -52)]) {
      const pilot = PILOT.with(DEAD, value);
      const dead = method.run(0, BLOCKS, { pilot }).dead();
      // A variance, unlike a share of it, is 0.
      if (method === variance) expect(dead[0]).toBe(0);
      else expect(dead.every(Number.isNaN)).toBe(true);
    }
  });

  it("has nothing to tell before the first block, and no half width after it", () => {
    expect(method.run(0, 0).numbers().every(Number.isNaN)).toBe(true);
    const once = method.run(0, 1).numbers();
    expect(once.some(Number.isNaN)).toBe(true);
    expect(once.some((value) => value > 0)).toBe(true);
    expect(method.run(0, 2).numbers().filter(Number.isNaN).length).toBeLessThan(
      once.filter(Number.isNaN).length,
    );
  });

  it("refuses values that are not finite, in whatever row, and changes nothing then", () => {
    const run = method.run(0, 2);
    const before = run.state();
    for (let r = 0; r < method.rows; r++) {
      for (const value of [Number.NaN, Infinity]) {
        const change: Change = (y, u, row) => (row === r && u === 3 ? value : y);
        expect(() => run.merge(2, change)).toThrow(NonFiniteActivationError);
        expect(() => run.merge(2, change)).toThrow("Unit 3");
      }
    }
    expect(run.state()).toEqual(before);
  });

  it("refuses a state that is foreign, truncated, damaged, of another version or of another design", () => {
    const state = method.run(0, 3).state();
    const read =
      (bytes: Uint8Array, pilot = PILOT) =>
      () =>
        method.run(0, 0, { state: bytes, pilot });
    expect(read(new TextEncoder().encode("not a state at all".repeat(20)))).toThrow("no stored state");
    expect(read(new Uint8Array(0))).toThrow(StateFormatError);
    expect(read(state, PILOT.with(0, 1))).toThrow("another design");
    const newer = Uint8Array.from(state);
    newer[8] = 9;
    expect(read(newer)).toThrow("format 9");
    const places = fc.integer({ min: 0, max: state.length - 1 });
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        expect(read(state.subarray(0, at))).toThrow(StateFormatError);
        const damaged = Uint8Array.from(state);
        damaged[at] ^= flip;
        expect(read(damaged)).toThrow(StateFormatError);
      }),
    );
  });

  it("goes on from a state of the format before, which had another checksum", () => {
    const state = method.run(0, 3).state();
    const before = Uint8Array.from(state);
    before[8] = 2;
    const digest = createHash("sha256").update(before.subarray(0, 64)).update(before.subarray(96)).digest();
    before.set(digest, 64);
    expect(method.run(0, 0, { state: before }).state()).toEqual(state);
    before[200] ^= 1;
    expect(() => method.run(0, 0, { state: before })).toThrow("checksum does not agree");
  });

  it("refuses parts with another pilot and a pilot of another length", () => {
    const pilot = PILOT.with(0, 1);
    expect(() => method.run(0, 1).join(method.run(0, 1, { pilot }))).toThrow(DesignError);
    expect(() => method.run(0, 1).join(method.run(0, 1, { pilot }))).toThrow("another pilot");
    expect(() => method.run(0, 0, { pilot: new Float64Array(UNITS - 1) })).toThrow(ShapeError);
  });
});
