import { expect, it } from "vitest";
import { readManifest } from "../../../../tests/golden/images.js";
import { createImage } from "../image/image.js";
import { erasing } from "./erasing.js";

/** Van der Corput's sequence in a prime base: evenly spread numbers in [0, 1) without a generator. */
function radicalInverse(index: number, base: number): number {
  let value = 0;
  for (let digit = 1 / base; index > 0; index = Math.floor(index / base), digit /= base)
    value += (index % base) * digit;
  return value;
}

it("erases in 84 % of uniform draws at 224x224, 16.2 % of the area when it does", () => {
  const size = { width: 224, height: 224 };
  const bounds = erasing.parameters(size);
  const draws = 20_000;
  let hits = 0;
  let area = 0;
  for (let draw = 0; draw < draws; draw++) {
    const parameters = bounds.map(
      ({ min, max }, at) => min + radicalInverse(draw + 1, [2, 3, 5, 7][at]) * (max - min),
    );
    const box = erasing.effective(parameters, size);
    if (!box) continue;
    hits++;
    area += (box[2] * box[3]) / (224 * 224);
  }
  expect(Math.abs(hits / draws - 0.84)).toBeLessThan(0.01);
  expect(Math.abs(area / hits - 0.162)).toBeLessThan(0.005);
});

it("finds the rectangles of the reference", async () => {
  const { cases, patch_cases } = await readManifest();
  const boxes = [...cases.map((c) => ({ ...c, side: 224 })), ...patch_cases.map((c) => ({ ...c, side: 64 }))];
  let compared = 0;
  for (const { box, params, side } of boxes) {
    if (!box) continue;
    const parameters = [params.row, params.col, params.scale, params.log_ratio];
    const expected = box.applied ? [box.top, box.left, box.height, box.width] : null;
    expect(erasing.effective(parameters, { width: side, height: side })).toEqual(expected);
    compared++;
  }
  expect(compared).toBeGreaterThanOrEqual(6);
});

it("blackens exactly the rectangle, rows along the height", () => {
  const white = createImage(40, 56, new Float32Array(3 * 40 * 56).fill(1));
  const parameters = [20, 12, 0.1, Math.log(2)];
  const [top, left, height, width] = erasing.effective(parameters, white) ?? [];
  expect([top, left, height, width]).toEqual([10, 7, 21, 11]);
  const { data } = erasing.apply(white, parameters);
  for (let at = 0; at < data.length; at++) {
    const x = at % 40;
    const y = Math.floor(at / 40) % 56;
    const isInside = x >= left && x < left + width && y >= top && y < top + height;
    expect(data[at]).toBe(isInside ? 0 : 1);
  }
});
