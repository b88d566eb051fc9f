import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { counterDouble, counterWord, counterWords, philox4x32 } from "./counterRandom.js";

describe("philox4x32", () => {
  // Known answers for philox4x32-10, from the Random123 library's kat_vectors.
  it.each([
    {
      counter: [0, 0, 0, 0],
      key: [0, 0],
      words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])("gives the published words for counter $counter", ({ counter, key, words }) => {
    expect([...philox4x32(counter, key)]).toEqual(words);
  });
});

describe("counterWords", () => {
  it("depends on every part of its key, beyond 32 bits too", () => {
    const keys: [number, number, number, number][] = [
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [2 ** 32, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 2 ** 32, 0],
      [0, 0, 0, 1],
      [Number.MAX_SAFE_INTEGER, 0, 0, 0],
    ];
    const seen = keys.map((key) => counterWords(...key).join());
    expect(new Set(seen).size).toBe(keys.length);
  });

  it("gives the same words for the same key, whatever was drawn before", () => {
    const safe = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(safe, word, safe, word, (seed, stream, index, lane) => {
        const first = counterWords(seed, stream, index, lane);
        counterWords(seed, stream, 0, 0);
        expect(counterWords(seed, stream, index, lane)).toEqual(first);
        expect(counterWord(seed, stream, index, lane)).toBe(first[0]);
      }),
    );
  });

  it("refuses a seed, stream, index or lane that is no whole number in range", () => {
    expect(() => counterWords(-1, 0, 0)).toThrow("The seed of a random number");
    expect(() => counterWords(2 ** 53, 0, 0)).toThrow(DesignError);
    expect(() => counterWords(0, 2 ** 32, 0)).toThrow("stream");
    expect(() => counterWords(0, 0, Number.NaN)).toThrow("index");
    expect(() => counterWords(0, 0, 0, 0.5)).toThrow("lane");
  });
});

describe("counterDouble", () => {
  it("is uniform on [0, 1): mean, variance and 16 bins within 5 standard errors", () => {
    const n = 20_000;
    const bins = new Float64Array(16);
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < n; index++) {
      const u = counterDouble(0, 7, index);
      expect(u >= 0 && u < 1).toBe(true);
      sum += u;
      squares += (u - 0.5) ** 2;
      bins[Math.floor(u * 16)] += 1;
    }
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(squares / n - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
    for (const count of bins)
      expect(Math.abs(count - n / 16)).toBeLessThan(5 * Math.sqrt((n / 16) * (15 / 16)));
  });
});
