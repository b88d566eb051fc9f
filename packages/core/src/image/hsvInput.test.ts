import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hue } from "../augmentation/hue.js";
import { ShapeError } from "../errors.js";
import { rgbToHsv } from "../kernels/colour.reference.js";
import { writeHsvInput } from "./hsvInput.js";
import { createImage, type Image } from "./image.js";

/** H, S, V of the only pixel of an image. */
function hsvOf(red: number, green: number, blue: number): number[] {
  const out = new Float32Array(3);
  writeHsvInput(createImage(1, 1, Float32Array.of(red, green, blue)), false, out, 0);
  return [...out];
}

function hsvPlanes(image: Image, minMax: boolean): Float32Array[] {
  const area = image.width * image.height;
  const out = new Float32Array(3 * area);
  writeHsvInput(image, minMax, out, 0);
  return [0, 1, 2].map((c) => out.subarray(c * area, (c + 1) * area));
}

const level = fc.integer({ min: 0, max: 255 }).map((value) => Math.fround(value / 255));
const unit = fc.float({ min: 0, max: 1, noNaN: true });
const image = fc
  .array(unit, { minLength: 18, maxLength: 18 })
  .map((values) => createImage(3, 2, Float32Array.from(values)));

describe("writeHsvInput", () => {
  it.each<[string, [number, number, number], [number, number, number]]>([
    ["red", [1, 0, 0], [0, 1, 1]],
    ["yellow", [1, 1, 0], [1 / 6, 1, 1]],
    ["green", [0, 1, 0], [1 / 3, 1, 1]],
    ["cyan", [0, 1, 1], [1 / 2, 1, 1]],
    ["blue", [0, 0, 1], [2 / 3, 1, 1]],
    ["magenta", [1, 0, 1], [5 / 6, 1, 1]],
    // (1 + (0.5 - 0.75) / 0.5) / 6, 0.5 / 0.75
    ["orange, least blue", [0.75, 0.5, 0.25], [1 / 12, 2 / 3, 0.75]],
    // (3 + (0.75 - 0.5) / 0.5) / 6
    ["azure, least red", [0.25, 0.5, 0.75], [7 / 12, 2 / 3, 0.75]],
    // (5 + (0.75 - 0.5) / 0.5) / 6
    ["rose, least green", [0.75, 0.25, 0.5], [11 / 12, 2 / 3, 0.75]],
    ["grey", [0.5, 0.5, 0.5], [1 / 6, 0, 0.5]],
    ["black", [0, 0, 0], [1 / 6, 0, 0]],
  ])("gives %s what the formulas give by hand", (_, rgb, hsv) => {
    // float32 rounds once: half a unit in the last place of numbers up to 1 is 2 ** -25.
    for (const [at, value] of hsvOf(...rgb).entries())
      expect(Math.abs(value - hsv[at])).toBeLessThan(2 ** -24);
  });

  it("keeps hue in [0, 1), saturation in [0, 1], and value at the largest channel", () => {
    fc.assert(
      fc.property(unit, unit, unit, (red, green, blue) => {
        const [h, s, v] = hsvOf(red, green, blue);
        expect(h).toBeGreaterThanOrEqual(0);
        expect(h).toBeLessThan(1);
        expect(s).toBeGreaterThanOrEqual(0);
        expect(s).toBeLessThanOrEqual(1);
        expect(v).toBe(Math.max(red, green, blue));
      }),
    );
    // A whole turn by rounding alone.
    expect(hsvOf(1, 0, 2 ** -30)[0]).toBe(0);
  });

  it("agrees with torchvision's conversion wherever there is a hue", () => {
    fc.assert(
      fc.property(level, level, level, (red, green, blue) => {
        fc.pre(red !== green || green !== blue);
        const [h, s, v] = hsvOf(red, green, blue);
        const other = new Float32Array(3);
        rgbToHsv(red, green, blue, other);
        // torchvision rounds every step to float32, numbers up to 6: 2 ** -20. Hue is a circle.
        const turn = Math.abs(h - other[0]);
        expect(Math.min(turn, 1 - turn)).toBeLessThan(1e-6);
        expect(Math.abs(s - other[1])).toBeLessThan(1e-6);
        expect(v).toBe(other[2]);
      }),
    );
  });

  it("gives the same value, bit for bit, whatever the hue is turned by", () => {
    fc.assert(
      fc.property(image, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (plain, turn) => {
        const [, , value] = hsvPlanes(plain, false);
        expect(hsvPlanes(hue.apply(plain, [turn]), false)[2]).toEqual(value);
      }),
    );
  });

  it("stretches every channel before it looks at the colour", () => {
    // Red 0.2..0.6, green 0.5..0.5, blue 0..0.8: stretched to (0, 1), (0, 0), (0, 1).
    const plain = createImage(2, 1, Float32Array.of(0.2, 0.6, 0.5, 0.5, 0, 0.8));
    const [h, s, v] = hsvPlanes(plain, true);
    expect([...v]).toEqual([0, 1]);
    expect([...s]).toEqual([0, 1]);
    expect(h[1]).toBeCloseTo(5 / 6, 6);
    expect([...hsvPlanes(plain, false)[2]]).toEqual([0.5, 0.8].map(Math.fround));
  });

  it("writes at its offset and nowhere else, height != width", () => {
    const plain = createImage(
      3,
      2,
      Float32Array.from({ length: 18 }, (_, i) => i / 18),
    );
    const out = new Float32Array(18 + 2 * 5).fill(-7);
    writeHsvInput(plain, true, out, 5);
    expect([...out.subarray(0, 5), ...out.subarray(23)]).toEqual(new Array(10).fill(-7));
    const alone = new Float32Array(18);
    writeHsvInput(plain, true, alone, 0);
    expect(out.subarray(5, 23)).toEqual(alone);
    expect(() => writeHsvInput(plain, true, alone, 1)).toThrow(ShapeError);
  });
});
