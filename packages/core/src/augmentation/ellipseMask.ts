import type { ImageSize } from "../factor.js";
import { roundHalfEven } from "../image/roundHalfEven.js";
import { FIXED_BITS, type FixedPoint, fillConvexPolygon } from "./convexPolygon.js";

/** An ellipse in whole pixels and degrees; half axis `a` lies along x before the turn. */
export interface Ellipse {
  readonly a: number;
  readonly b: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly clockwiseDeg: number;
}

/**
 * The filled ellipse of OpenCV's `ellipse(..., thickness=-1)`, pixel for pixel: OpenCV draws a polygon whose vertices lie
 * 5 degrees apart (18 when the longer half axis is below 15, 30 below 10, 90 below 3), at 1/65536 pixel, and fills
 * it including its outline.
 *
 * @returns shape (H, W): 1 inside, 0 outside; parts beyond the border are cut off
 */
export function ellipseMask(size: ImageSize, ellipse: Ellipse): Uint8Array {
  const mask = new Uint8Array(size.width * size.height);
  fillConvexPolygon(mask, size, ellipseVertices(ellipse));
  return mask;
}

function ellipseVertices({ a, b, centreX, centreY, clockwiseDeg }: Ellipse): FixedPoint[] {
  const cos = sinOfDegrees(90 - clockwiseDeg);
  const sin = sinOfDegrees(clockwiseDeg);
  const vertices: FixedPoint[] = [];
  const step = degreesBetweenVertices(Math.max(a, b));
  for (let degrees = 0; degrees < 360 + step; degrees += step) {
    const at = Math.min(degrees, 360);
    const x = a * sinOfDegrees(90 - at);
    const y = b * sinOfDegrees(at);
    const vertex = {
      x: toFixed(centreX + x * cos - y * sin),
      y: toFixed(centreY + x * sin + y * cos),
    };
    const last = vertices.at(-1);
    if (!last || last.x !== vertex.x || last.y !== vertex.y) vertices.push(vertex);
  }
  const [only] = vertices;
  return vertices.length === 1 ? [only, only] : vertices;
}

function degreesBetweenVertices(longerHalfAxisPx: number): number {
  if (longerHalfAxisPx < 3) return 90;
  if (longerHalfAxisPx < 10) return 30;
  return longerHalfAxisPx < 15 ? 18 : 5;
}

const SINES = new Map<number, number>();

/** OpenCV reads sines of whole degrees from a float32 table of seven decimals. */
function sinOfDegrees(degrees: number): number {
  let sine = SINES.get(degrees);
  if (sine === undefined) {
    sine = Math.fround(Number(Math.sin((degrees * Math.PI) / 180).toFixed(7)));
    SINES.set(degrees, sine);
  }
  return sine;
}

function toFixed(pixels: number): number {
  return roundHalfEven(pixels * 2 ** FIXED_BITS);
}
