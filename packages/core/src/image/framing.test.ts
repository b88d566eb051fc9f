import fc from "fast-check";
import { expect, it } from "vitest";
import { cropSize, resizedSize, sidesText } from "./framing.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";
import { prepareImage } from "./prepare.js";

const side = fc.integer({ min: 1, max: 60 });

function noise(width: number, height: number): PixelImage {
  const pixels = createPixelImage(width, height);
  for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = (at * 53) % 256;
  return pixels;
}

function transposed({ width, height, data }: PixelImage): PixelImage {
  const turned = createPixelImage(height, width);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        turned.data[(c * width + x) * height + y] = data[(c * height + y) * width + x];
      }
    }
  }
  return turned;
}

it("names sides as height x width", () => {
  expect(cropSize({ crop: [240, 320] })).toEqual({ height: 240, width: 320 });
  expect(cropSize({ crop: 224 })).toEqual({ height: 224, width: 224 });
  expect([sidesText([240, 320]), sidesText(224)]).toEqual(["240x320", "224x224"]);
});

it("covers what is to be covered, no more than it must, in proportion", () => {
  expect(resizedSize({ width: 640, height: 480 }, { cover: [240, 320] })).toEqual({
    width: 320,
    height: 240,
  });
  expect(resizedSize({ width: 500, height: 500 }, { cover: [240, 320] })).toEqual({
    width: 320,
    height: 320,
  });
  expect(resizedSize({ width: 1000, height: 100 }, { cover: [240, 320] })).toEqual({
    width: 2400,
    height: 240,
  });
  fc.assert(
    fc.property(side, side, side, side, (width, height, rows, columns) => {
      const found = resizedSize({ width, height }, { cover: [rows, columns] });
      expect(found.height).toBeGreaterThanOrEqual(rows);
      expect(found.width).toBeGreaterThanOrEqual(columns);
      expect(found.height === rows || found.width === columns).toBe(true);
      // The longer side is rounded down.
      const scale = Math.max(rows / height, columns / width);
      expect(Math.abs(found.width - scale * width)).toBeLessThan(1);
      expect(Math.abs(found.height - scale * height)).toBeLessThan(1);
    }),
  );
});

it("covers a square as torchvision's Resize does", () => {
  fc.assert(
    fc.property(side, side, side, (width, height, to) => {
      expect(resizedSize({ width, height }, { cover: [to, to] })).toEqual(resizedSize({ width, height }, to));
    }),
  );
});

it("frames an image on its side as it frames the image, to a level", () => {
  // Pillow resizes across before it resizes down, each rounded to 8 bits: an image on its side may differ by a level.
  const framings = [
    { resize: 30, crop: [24, 40] },
    { resize: { cover: [24, 40] }, crop: [24, 40] },
    { resize: [30, 44], crop: [24, 40] },
    { resize: 0, crop: [24, 40] },
  ] as const;
  for (const { resize, crop } of framings) {
    const turned = (sides: readonly [number, number]) => [sides[1], sides[0]] as const;
    const across =
      typeof resize === "number"
        ? resize
        : "cover" in resize
          ? { cover: turned(resize.cover) }
          : turned(resize);
    for (const [width, height] of [
      [57, 33],
      [33, 57],
      [10, 12],
    ]) {
      const pixels = noise(width, height);
      const upright = createPixelImage(40, 24, prepareImage(pixels, { resize, crop }));
      const aside = createPixelImage(
        24,
        40,
        prepareImage(transposed(pixels), { resize: across, crop: turned(crop) }),
      );
      const back = transposed(aside);
      for (const [at, level] of upright.data.entries()) {
        expect(Math.abs(level - back.data[at])).toBeLessThanOrEqual(1);
      }
    }
  }
});
