import type { enlargePlanes, rotatePlanes } from "./rotate.js";

/** What `rotatePlanes` does, in plain TypeScript. */
export const rotatePlanesReference: typeof rotatePlanes = ({ width, height, data }, turn) => {
  const { startX, startY, cos, sin, minusSin, marginX, marginY } = turn;
  const outWidth = width - 2 * marginX;
  const outHeight = height - 2 * marginY;
  const out = new Uint8Array(3 * outWidth * outHeight);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      const column = (startX + cos * (x + marginX) + sin * (y + marginY)) >> 16;
      const row = (startY + minusSin * (x + marginX) + cos * (y + marginY)) >> 16;
      if (column < 0 || column >= width || row < 0 || row >= height) continue;
      for (let c = 0; c < 3; c++) {
        out[(c * outHeight + y) * outWidth + x] = data[(c * height + row) * width + column];
      }
    }
  }
  return out;
};

/** What `enlargePlanes` does, in plain TypeScript. */
export const enlargePlanesReference: typeof enlargePlanes = ({ width, height, data }, columns, rows) => {
  const [outWidth, outHeight] = [columns.weight.length, rows.weight.length];
  const out = new Uint8Array(3 * outWidth * outHeight);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < outHeight; y++) {
      const above = (c * height + rows.first[y]) * width;
      const below = (c * height + rows.second[y]) * width;
      const down = rows.weight[y];
      for (let x = 0; x < outWidth; x++) {
        const [left, right, across] = [columns.first[x], columns.second[x], columns.weight[x]];
        const upper = (1 - across) * data[above + left] + across * data[above + right];
        const lower = (1 - across) * data[below + left] + across * data[below + right];
        const value = Math.fround((1 - down) * upper + down * lower);
        out[(c * outHeight + y) * outWidth + x] = nearestEven(value);
      }
    }
  }
  return out;
};

function nearestEven(value: number): number {
  const below = Math.floor(value);
  if (value - below === 0.5) return below + (below % 2);
  return Math.round(value);
}
