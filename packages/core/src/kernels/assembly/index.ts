/** First byte that the program does not use itself: from here on memory belongs to the caller. */
export function heapBase(): usize {
  return __heap_base;
}

export { boxBlur } from "./boxBlur";
export { blendConstant, blendValues, lumaOf, meanOf, turnHue } from "./colour";
export { convolvePlane, smoothPlane } from "./convolve";
export {
  floatsToPixels,
  mirrorRows,
  pixelsToFloats,
  rangeOf,
  scaleValues,
  truncateToLevels,
} from "./pixels";
export { enlargePlane, rotatePixels } from "./rotate";
