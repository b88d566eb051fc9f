import { CHANNELS, createImage, type Image } from "./image.js";

/**
 * Convolves rows and then columns with one symmetric kernel, every channel by itself.
 * Border rule: reflection without repeating the edge pixel (... 2 1 | 0 1 2 ...), as torch's `reflect` padding; on an
 * image shorter than the kernel the reflection goes back and forth.
 *
 * @param kernel odd length, centre in the middle
 */
export function convolveSeparable(image: Image, kernel: Float64Array): Image {
  const { width, height } = image;
  const radius = (kernel.length - 1) / 2;
  const columns = reflectedIndices(width, radius);
  const rows = reflectedIndices(height, radius);
  const padded = new Float64Array(width + 2 * radius);
  const across = Array.from({ length: height }, () => new Float64Array(width));
  const down = new Float64Array(width);
  const result = createImage(width, height);
  for (let c = 0; c < CHANNELS; c++) {
    const plane = image.data.subarray(c * width * height, (c + 1) * width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < padded.length; x++) padded[x] = plane[y * width + columns[x]];
      across[y].fill(0);
      for (let k = 0; k < kernel.length; k++) addScaled(padded, k, kernel[k], across[y]);
    }
    for (let y = 0; y < height; y++) {
      down.fill(0);
      for (let k = 0; k < kernel.length; k++) addScaled(across[rows[y + k]], 0, kernel[k], down);
      result.data.set(down, (c * height + y) * width);
    }
  }
  return result;
}

/** out[x] += weight * values[from + x]: whole rows at a time, so that a tap is one loop without index arithmetic. */
function addScaled(values: Float64Array, from: number, weight: number, out: Float64Array): void {
  for (let x = 0; x < out.length; x++) out[x] += weight * values[from + x];
}

/** Indices of 0..length-1 with `radius` reflected ones on either side. */
function reflectedIndices(length: number, radius: number): Int32Array {
  const indices = new Int32Array(length + 2 * radius);
  const period = Math.max(1, 2 * (length - 1));
  for (let at = 0; at < indices.length; at++) {
    const position = (((at - radius) % period) + period) % period;
    indices[at] = position < length ? position : period - position;
  }
  return indices;
}

/** Normalised Gaussian weights exp(-k^2 / (2 sigma^2)) at the offsets -radius..radius. */
export function gaussianKernel(sigmaPx: number, radius: number): Float64Array {
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, at) =>
    Math.exp(-0.5 * ((at - radius) / sigmaPx) ** 2),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/**
 * 3x3 mean with weights 1 and 5 in the centre, over 13: the smoothing behind Pillow's and torchvision's sharpness.
 * Border rule: border pixels stay as they are.
 */
export function smooth3x3(image: Image): Image {
  const { width, height, data } = image;
  const result = createImage(width, height, data.slice());
  for (let c = 0; c < CHANNELS; c++) {
    for (let y = 1; y < height - 1; y++) {
      const row = (c * height + y) * width;
      for (let x = 1; x < width - 1; x++) {
        const at = row + x;
        const above = data[at - width - 1] + data[at - width] + data[at - width + 1];
        const beside = data[at - 1] + 5 * data[at] + data[at + 1];
        const below = data[at + width - 1] + data[at + width] + data[at + width + 1];
        result.data[at] = (above + beside + below) / 13;
      }
    }
  }
  return result;
}
