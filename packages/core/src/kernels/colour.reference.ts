import type { blend, luma, meanLuma, turnHue } from "./colour.js";

/*
 * Every step here is rounded to float32, as torch rounds it: later 8-bit steps truncate, so that the last bit of a value
 * like 17/255 decides between two levels.
 */
const { fround } = Math;

const LUMA_RED = fround(0.2989);
const LUMA_GREEN = fround(0.587);
const LUMA_BLUE = fround(0.114);

/** What `luma` does, in plain TypeScript. */
export const lumaReference: typeof luma = (data) => {
  const area = data.length / 3;
  return Float32Array.from({ length: area }, (_, p) => {
    const redAndGreen = fround(fround(LUMA_RED * data[p]) + fround(LUMA_GREEN * data[area + p]));
    return redAndGreen + fround(LUMA_BLUE * data[2 * area + p]);
  });
};

/** What `meanLuma` does, in plain TypeScript. */
export const meanLumaReference: typeof meanLuma = (data) => {
  const values = lumaReference(data);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

/** What `blend` does, in plain TypeScript. */
export const blendReference: typeof blend = (values, other, factor) => {
  const [weight, otherWeight] = [fround(factor), fround(1 - factor)];
  return values.map((value, at) => {
    const second = fround(typeof other === "number" ? other : other[at % other.length]);
    const mixed = fround(weight * value) + fround(otherWeight * second);
    return Math.max(0, Math.min(mixed, 1));
  });
};

/** What `turnHue` does, in plain TypeScript. */
export const turnHueReference: typeof turnHue = (data, shift) => {
  const area = data.length / 3;
  const turned = new Float32Array(data.length);
  const triple = new Float32Array(3);
  for (let p = 0; p < area; p++) {
    rgbToHsv(data[p], data[area + p], data[2 * area + p], triple);
    const shifted = fround(triple[0] + fround(shift));
    hsvToRgb(fround(shifted - Math.floor(shifted)), triple[1], triple[2], triple);
    for (let c = 0; c < 3; c++) turned[c * area + p] = triple[c];
  }
  return turned;
};

/**
 * Red, green, blue in [0, 1] to hue (in turns, [0, 1)), saturation and value; grey has hue 0 and saturation 0.
 * As torchvision's `_rgb2hsv`.
 *
 * @param hsv receives the three numbers
 */
export function rgbToHsv(red: number, green: number, blue: number, hsv: Float32Array): void {
  const max = Math.max(red, green, blue);
  const range = fround(max - Math.min(red, green, blue));
  let hue = 0;
  let saturation = 0;
  if (range > 0) {
    const fromRed = fround(fround(max - red) / range);
    const fromGreen = fround(fround(max - green) / range);
    const fromBlue = fround(fround(max - blue) / range);
    let sextants: number;
    if (max === red) sextants = fromBlue - fromGreen;
    else if (max === green) sextants = fround(2 + fromRed) - fromBlue;
    else sextants = fround(4 + fromGreen) - fromRed;
    hue = fround(fround(fround(sextants) / 6) + 1) % 1;
    saturation = range / max;
  }
  hsv[0] = hue;
  hsv[1] = saturation;
  hsv[2] = max;
}

/**
 * Hue (in turns, [0, 1]), saturation and value to red, green, blue in [0, 1]; inverse of {@link rgbToHsv}.
 * As torchvision's `_hsv2rgb`.
 *
 * @param rgb receives the three numbers
 */
export function hsvToRgb(hue: number, saturation: number, value: number, rgb: Float32Array): void {
  const position = fround(hue * 6);
  const sextant = Math.floor(position);
  const rest = fround(position - sextant);
  const least = fround(value * fround(1 - saturation));
  const falling = fround(value * fround(1 - fround(saturation * rest)));
  const rising = fround(value * fround(1 - fround(saturation * fround(1 - rest))));
  switch (sextant % 6) {
    case 0:
      assign(rgb, value, rising, least);
      break;
    case 1:
      assign(rgb, falling, value, least);
      break;
    case 2:
      assign(rgb, least, value, rising);
      break;
    case 3:
      assign(rgb, least, falling, value);
      break;
    case 4:
      assign(rgb, rising, least, value);
      break;
    default:
      assign(rgb, value, least, falling);
  }
}

function assign(target: Float32Array, first: number, second: number, third: number): void {
  target[0] = first;
  target[1] = second;
  target[2] = third;
}
