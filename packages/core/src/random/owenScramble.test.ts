import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { owenHash, owenScramble } from "./owenScramble.js";
import { SobolSequence } from "./sobolSequence.js";

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe("owenScramble", () => {
  it("is nested: two values that share their first m bits and no more still do so afterwards", () => {
    fc.assert(
      fc.property(word, word, word, (x, y, hash) => {
        const before = Math.clz32(x ^ y);
        const after = Math.clz32(owenScramble(x, hash) ^ owenScramble(y, hash));
        expect(after).toBe(before);
      }),
    );
  });

  it("keeps every prefix of 2^m Sobol' points a net in each dimension", () => {
    const sequence = new SobolSequence(24);
    const point = new Uint32Array(24);
    for (const m of [1, 4, 8]) {
      for (let c = 0; c < 24; c++) {
        const hash = owenHash(3, 11, c);
        const cells = new Set<number>();
        for (let index = 0; index < 2 ** m; index++) {
          cells.add(owenScramble(sequence.integers(index, point)[c], hash) >>> (32 - m));
        }
        expect(cells.size).toBe(2 ** m);
      }
    }
  });

  it("spreads one point evenly over the replicates: 16 bins within 5 standard errors", () => {
    const n = 16_384;
    for (const value of [0, 0x80000000, 0xdeadbeef]) {
      const bins = new Float64Array(16);
      for (let replicate = 0; replicate < n; replicate++)
        bins[owenScramble(value, owenHash(0, replicate, 5)) >>> 28]++;
      for (const count of bins)
        expect(Math.abs(count - n / 16)).toBeLessThan(5 * Math.sqrt((n / 16) * (15 / 16)));
    }
  });

  it("has another hash for another seed, replicate or dimension", () => {
    const hashes = [owenHash(0, 0, 0), owenHash(1, 0, 0), owenHash(0, 1, 0), owenHash(0, 0, 1)];
    expect(new Set(hashes).size).toBe(4);
  });
});
