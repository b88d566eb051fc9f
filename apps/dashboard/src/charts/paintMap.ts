import { type ColourScale, colourStep, PALETTE_RGB, scaleInk } from "./colourScale";
import { dotPlaces, type MosaicLayout, type Rectangle, type UnitMap } from "./prepareUnitMap";

/** Pixels of one channel, one a unit; an undefined unit is left transparent, so that the hatching under it shows. */
export function channelPixels(map: UnitMap, channel: number, scale: ColourScale): ImageData {
  const colours = PALETTE_RGB[scale.palette];
  const size = map.width * map.height;
  const image = new ImageData(map.width, map.height);
  for (let at = 0; at < size; at++) {
    const value = map.values[channel * size + at]!;
    if (!Number.isFinite(value)) continue;
    const step = 3 * colourStep(value, scale.domain);
    image.data[4 * at] = colours[step]!;
    image.data[4 * at + 1] = colours[step + 1]!;
    image.data[4 * at + 2] = colours[step + 2]!;
    image.data[4 * at + 3] = 255;
  }
  return image;
}

/** A canvas sized for the screen's pixels and cleared; drawing is then in CSS px. */
export function startCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

function themeColour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Lays diagonal hatching under a rectangle. */
export function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.fillStyle = themeColour("--sunken");
  context.fillRect(x, y, width, height);
  context.strokeStyle = themeColour("--muted");
  context.lineWidth = 1;
  context.beginPath();
  for (let start = x - height; start < x + width; start += 5) {
    context.moveTo(start, y + height);
    context.lineTo(start + height, y);
  }
  context.stroke();
  context.restore();
}

/** Draws one channel into a rectangle without smoothing. */
export function drawChannel(context: CanvasRenderingContext2D, pixels: ImageData, place: Rectangle): void {
  const scratch = document.createElement("canvas");
  scratch.width = pixels.width;
  scratch.height = pixels.height;
  scratch.getContext("2d")?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(scratch, place.x, place.y, place.width, place.height);
}

/** Dots the units of a channel whose intervals are not to be trusted, dark on light colours and light on dark ones. */
export function dotUntrusted(
  context: CanvasRenderingContext2D,
  map: UnitMap,
  channel: number,
  scale: ColourScale,
  place: Rectangle,
): void {
  for (const { x, y, unit } of dotPlaces(map, channel, place)) {
    context.fillStyle = scaleInk(map.values[unit]!, scale);
    context.fillRect(x - 0.75, y - 0.75, 1.5, 1.5);
  }
}

/** Top left corner of a tile. */
export function tileOrigin(layout: MosaicLayout, position: number): { x: number; y: number } {
  return {
    x: (position % layout.columns) * (layout.tileWidth + layout.gap),
    y: Math.floor(position / layout.columns) * (layout.tileHeight + layout.gap),
  };
}
