import fc from "fast-check";
import { expect, it } from "vitest";
import { boxBlurPlanes } from "./boxBlur.js";
import { boxBlurPlanesReference } from "./boxBlur.reference.js";
import { blend, luma, meanLuma, turnHue } from "./colour.js";
import { blendReference, lumaReference, meanLumaReference, turnHueReference } from "./colour.reference.js";
import { convolvePlanes, smoothPlanes } from "./convolve.js";
import { convolvePlanesReference, smoothPlanesReference } from "./convolve.reference.js";
import { keptArrays } from "./pixelMemory.js";
import { mirrorRows, toBytes, toFloats, toLevels, writeScaled } from "./pixels.js";
import {
  mirrorRowsReference,
  toBytesReference,
  toFloatsReference,
  toLevelsReference,
  writeScaledReference,
} from "./pixels.reference.js";
import { enlargePlanes, rotatePlanes } from "./rotate.js";
import { enlargePlanesReference, rotatePlanesReference } from "./rotate.reference.js";

// All comparisons are of bits: the kernels do the reference's arithmetic, step by step in the same precision.

/** Sizes that are no multiple of a vector among them, also the smallest. */
const side = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 40 }));
const seed = fc.integer({ min: 1, max: 1e6 });

/** Values in [0, 1), each channel a level of 8 bits or anything, some grey, some black. */
function floats(width: number, height: number, from: number): Float32Array {
  const next = stream(from);
  const area = width * height;
  const data = new Float32Array(3 * area);
  for (let p = 0; p < area; p++) {
    const kind = next();
    for (let c = 0; c < 3; c++) {
      const value = kind < 0.5 ? Math.floor(256 * next()) / 255 : next();
      data[c * area + p] = kind < 0.1 ? 0 : kind < 0.2 && c > 0 ? data[p] : value;
    }
  }
  return data;
}

function bytes(width: number, height: number, from: number): Uint8Array {
  const next = stream(from);
  return Uint8Array.from({ length: 3 * width * height }, () => Math.floor(256 * next()));
}

/** A multiplicative generator's numbers in (0, 1). */
function stream(state: number): () => number {
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

it("convolves as the reference, also planes shorter than the kernel", () => {
  const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      side,
      side,
      seed,
      weights,
      fc.integer({ min: 1, max: 4 }),
      (width, height, from, half, reach) => {
        const kernel = Float64Array.from([...half.slice(0, reach).reverse(), ...half.slice(1, reach)]);
        const planes = { width, height, data: floats(width, height, from) };
        expect(convolvePlanes(planes, kernel)).toEqual(convolvePlanesReference(planes, kernel));
      },
    ),
  );
});

it("smooths as the reference", () => {
  fc.assert(
    fc.property(side, side, seed, (width, height, from) => {
      const planes = { width, height, data: floats(width, height, from) };
      expect(smoothPlanes(planes)).toEqual(smoothPlanesReference(planes));
    }),
  );
});

it("takes luma, its mean and blends as the reference", () => {
  const factor = fc.double({ min: 0.01, max: 3.5, noNaN: true });
  fc.assert(
    fc.property(side, side, seed, factor, (width, height, from, by) => {
      const data = floats(width, height, from);
      const grey = lumaReference(data);
      expect(luma(data)).toEqual(grey);
      expect(meanLuma(data)).toBe(meanLumaReference(data));
      const others = [0, meanLumaReference(data), grey, floats(width, height, from + 1)];
      for (const other of others) expect(blend(data, other, by)).toEqual(blendReference(data, other, by));
    }),
  );
});

it("means the luma as the reference where partial sums are rounded", () => {
  // Values far below n / 2^29, or above 1: no order of additions but the reference's gives its bits.
  for (const scale of [2 ** -23, 3]) {
    const data = floats(40, 40, 77).map((value, at) => (at % 3 === 0 ? value * scale : value));
    expect(meanLuma(data)).toBe(meanLumaReference(data));
  }
});

it("turns hues as the reference", () => {
  fc.assert(
    fc.property(
      side,
      side,
      seed,
      fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      (width, height, from, turn) => {
        const data = floats(width, height, from);
        expect(turnHue(data, turn)).toEqual(turnHueReference(data, turn));
      },
    ),
  );
});

it("goes from bytes to floats and back as the reference", () => {
  fc.assert(
    fc.property(side, side, seed, (width, height, from) => {
      const pixels = bytes(width, height, from);
      expect(toFloats(pixels)).toEqual(toFloatsReference(pixels));
      expect(toBytes(toFloats(pixels))).toEqual(pixels);
      const data = floats(width, height, from);
      expect(toBytes(data)).toEqual(toBytesReference(data));
      expect(toLevels(data)).toEqual(toLevelsReference(data));
    }),
  );
  const levels = Uint8Array.from({ length: 256 }, (_, k) => k);
  expect(toBytes(toFloats(levels))).toEqual(levels);
  expect([...toBytes(Float32Array.of(0, 1, 0.99999, 0.5))]).toEqual([0, 255, 254, 127]);
});

it("mirrors rows as the reference", () => {
  fc.assert(
    fc.property(side, side, seed, (width, height, from) => {
      const data = floats(width, height, from);
      expect(mirrorRows(data, width)).toEqual(mirrorRowsReference(data, width));
    }),
  );
});

it("scales planes as the reference and writes nothing beyond them", () => {
  const scaling = {
    mean: fc.double({ min: 0, max: 1, noNaN: true }),
    std: fc.double({ min: 0.1, max: 1, noNaN: true }),
  };
  const scalings = fc.array(fc.record({ plane: fc.integer({ min: 0, max: 2 }), ...scaling }), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(
      side,
      side,
      seed,
      scalings,
      fc.boolean(),
      fc.boolean(),
      (width, height, from, how, isStretched, isFlat) => {
        const data = isFlat ? new Float32Array(3 * width * height).fill(0.4) : floats(width, height, from);
        const stretch = isStretched ? { flatRange: 1e-6 } : null;
        const actual = new Float32Array(data.length + 9).fill(-7);
        const expected = actual.slice();
        writeScaled(data, width * height, how, stretch, actual, 4);
        writeScaledReference(data, width * height, how, stretch, expected, 4);
        expect(actual).toEqual(expected);
      },
    ),
  );
});

it("rotates as the reference, black outside", () => {
  fc.assert(
    fc.property(
      side,
      side,
      seed,
      fc.double({ min: -0.7, max: 0.7, noNaN: true }),
      (width, height, from, angle) => {
        const next = stream(from);
        const fixed = (value: number) => Math.floor(value * 65536 + 0.5);
        const turn = {
          startX: fixed(8 * next() - 4),
          startY: fixed(8 * next() - 4),
          cos: fixed(Math.cos(angle)),
          sin: fixed(Math.sin(angle)),
          minusSin: fixed(-Math.sin(angle)),
          marginX: Math.floor((next() * (width - 1)) / 2),
          marginY: Math.floor((next() * (height - 1)) / 2),
        };
        const planes = { width, height, data: bytes(width, height, from) };
        expect(rotatePlanes(planes, turn)).toEqual(rotatePlanesReference(planes, turn));
      },
    ),
  );
});

it("enlarges as the reference, ties to even", () => {
  fc.assert(
    fc.property(side, side, seed, side, side, (width, height, from, moreX, moreY) => {
      const next = stream(from);
      // Weights of quarters give ties; rows may come in any order.
      const axis = (input: number, output: number) => {
        const first = Int32Array.from({ length: output }, () => Math.floor(input * next()));
        return {
          first,
          second: first.map((at) => Math.min(at + 1, input - 1)),
          weight: Float32Array.from({ length: output }, () =>
            next() < 0.5 ? Math.floor(4 * next()) / 4 : next(),
          ),
        };
      };
      const planes = { width, height, data: bytes(width, height, from) };
      const [columns, rows] = [axis(width, width + moreX), axis(height, height + moreY)];
      expect(enlargePlanes(planes, columns, rows)).toEqual(enlargePlanesReference(planes, columns, rows));
    }),
  );
});

it("blurs by boxes as the reference, also images smaller than the box", () => {
  const boxes = fc.integer({ min: 0, max: 5 }).chain((radius) =>
    fc.integer({ min: 0, max: Math.floor(2 ** 24 / (2 * radius + 1)) }).map((inner) => ({
      radius,
      inner,
      outer: Math.floor((2 ** 24 - (2 * radius + 1) * inner) / 2),
    })),
  );
  fc.assert(
    fc.property(side, side, seed, boxes, (width, height, from, box) => {
      const planes = { width, height, data: bytes(width, height, from) };
      expect(boxBlurPlanes(planes, box, 3)).toEqual(boxBlurPlanesReference(planes, box, 3));
    }),
  );
});

it("blurs by boxes of 128 px at most", () => {
  const planes = { width: 40, height: 3, data: bytes(40, 3, 5) };
  const box = { radius: 128, inner: Math.floor(2 ** 24 / 257), outer: 0 };
  expect(boxBlurPlanes(planes, box, 2)).toEqual(boxBlurPlanesReference(planes, box, 2));
  expect(() => boxBlurPlanes(planes, { ...box, radius: 129 }, 2)).toThrow("got a radius of 129 px");
});

it("works on kept arrays in place, writes nothing else and gives the same bits", () => {
  fc.assert(
    fc.property(side, side, seed, (width, height, from) => {
      const data = floats(width, height, from);
      const [kept, out, next] = keptArrays(data.length, 3);
      kept.set(data);
      next.fill(-7);
      const kernel = Float64Array.of(0.25, 0.5, 0.25);
      const planes = { width, height, data };
      const keptPlanes = { width, height, data: kept };
      const plane = out.subarray((2 * data.length) / 3);
      const cases: [Float32Array, () => Float32Array][] = [
        [convolvePlanesReference(planes, kernel), () => convolvePlanes(keptPlanes, kernel, out)],
        [smoothPlanesReference(planes), () => smoothPlanes(keptPlanes, out)],
        [blendReference(data, 0.5, 1.5), () => blend(kept, 0.5, 1.5, out)],
        [blendReference(data, lumaReference(data), 2), () => blend(kept, luma(kept, plane), 2, out)],
        [
          blendReference(data, toLevelsReference(data), 1.5),
          () => blend(kept, toLevels(kept, out), 1.5, out),
        ],
        [turnHueReference(data, 0.3), () => turnHue(kept, 0.3, out)],
        [toLevelsReference(data), () => toLevels(kept, out)],
        [mirrorRowsReference(data, width), () => mirrorRows(kept, width, out)],
      ];
      for (const [expected, work] of cases) {
        expect(work()).toBe(out);
        expect(out).toEqual(expected);
      }
      expect(kept).toEqual(data);
      expect(meanLuma(kept)).toBe(meanLumaReference(data));
      expect(next.every((value) => value === -7)).toBe(true);
    }),
  );
});

it("copies arrays for which a memory of kept ones has no room", () => {
  // Weights far longer than the image: their lines take more than what lies beside the kept arrays.
  const data = floats(3, 2, 9);
  const weights = new Float64Array(20_001).fill(1e-4);
  const [kept, out] = keptArrays(data.length, 2);
  kept.set(data);
  const planes = { width: 3, height: 2, data };
  expect(convolvePlanes({ ...planes, data: kept }, weights, out)).toEqual(
    convolvePlanesReference(planes, weights),
  );
  expect(kept).toEqual(data);
});
