/** The units of one checkpoint for one factor: values and half widths, row-major [channels, height, width]. */
export interface UnitMap {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** NaN where the index does not exist. */
  readonly values: Float32Array;
  readonly halfWidths: Float32Array;
  /** Bits of every unit; null for measures without flags. */
  readonly flags: Uint8Array | null;
}

/** Bits of `UnitMap.flags`, as the API sends them. */
const TRUSTED = 1;
const DISTINGUISHABLE = 2;

/** Why a unit map cannot be drawn: the API's answer does not have the length its shape asks for. */
export class UnitMapShapeError extends Error {
  override readonly name = "UnitMapShapeError";
}

function decodeBytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Little-endian float32 from base64. */
export function decodeFloats(base64: string): Float32Array {
  const bytes = decodeBytes(base64);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

/**
 * Unpacks a map as the API sends it.
 *
 * @param shape [channels, height, width], or [channels] for a vector.
 * @throws {UnitMapShapeError} when values, half widths or flags do not hold one entry a unit.
 */
export function prepareUnitMap(
  shape: readonly number[],
  valuesBase64: string,
  halfWidthsBase64: string,
  flagsBase64: string | null = null,
): UnitMap {
  const [channels = 0, height = 1, width = 1] = shape;
  const values = decodeFloats(valuesBase64);
  const halfWidths = decodeFloats(halfWidthsBase64);
  const units = channels * height * width;
  const flags = flagsBase64 === null ? null : decodeBytes(flagsBase64);
  for (const [name, data] of [
    ["values", values] as const,
    ["half widths", halfWidths] as const,
    ["flags", flags] as const,
  ]) {
    if (data && data.length !== units) {
      throw new UnitMapShapeError(
        `The map's ${name} hold ${data.length} units; its shape ${shape.join(" × ")} asks for ${units}.`,
      );
    }
  }
  return { channels, height, width, values, halfWidths, flags };
}

/** Whether a unit has a value whose interval is not to be trusted. */
export function isUntrusted(map: UnitMap, unit: number): boolean {
  return map.flags !== null && Number.isFinite(map.values[unit]) && (map.flags[unit]! & TRUSTED) === 0;
}

/** A part of a canvas, px. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const DOT_SPACING = 4;

/**
 * Where dots stand over a channel drawn into a rectangle: on a grid of 4 px, wherever the unit below is not to be
 * trusted. A unit smaller than that still gets its share of dots, a large one several.
 */
export function dotPlaces(
  map: UnitMap,
  channel: number,
  place: Rectangle,
): { readonly x: number; readonly y: number; readonly unit: number }[] {
  const dots: { x: number; y: number; unit: number }[] = [];
  for (let dy = DOT_SPACING / 2; dy < place.height; dy += DOT_SPACING) {
    const row = Math.floor((dy / place.height) * map.height);
    for (let dx = DOT_SPACING / 2; dx < place.width; dx += DOT_SPACING) {
      const unit = unitIndex(map, channel, row, Math.floor((dx / place.width) * map.width));
      if (isUntrusted(map, unit)) dots.push({ x: place.x + dx, y: place.y + dy, unit });
    }
  }
  return dots;
}

/** Index of a unit in the map's arrays. */
export function unitIndex(map: UnitMap, channel: number, y: number, x: number): number {
  return (channel * map.height + y) * map.width + x;
}

/**
 * All units as a table: channel, y, x, value, half width, and where the measure has them the flags trusted and
 * distinguishable (1 or 0); a value that does not exist is an empty cell.
 */
export function unitMapTable(map: UnitMap): (string | number | null)[][] {
  const { flags } = map;
  const header = ["channel", "y", "x", "value", "half_width_95"];
  const table: (string | number | null)[][] = [flags ? [...header, "trusted", "distinguishable"] : header];
  for (let at = 0; at < map.values.length; at++) {
    const x = at % map.width;
    const y = Math.floor(at / map.width) % map.height;
    const value = map.values[at]!;
    const half = map.halfWidths[at]!;
    const isDefined = Number.isFinite(value);
    const flag = (bit: number) => (isDefined ? Number((flags![at]! & bit) !== 0) : null);
    table.push([
      Math.floor(at / (map.width * map.height)),
      y,
      x,
      isDefined ? value : null,
      Number.isFinite(half) ? half : null,
      ...(flags ? [flag(TRUSTED), flag(DISTINGUISHABLE)] : []),
    ]);
  }
  return table;
}

/** How tiles of h × w units are laid out: all of one size, `cell` px a unit (whole px where there is room). */
export interface MosaicLayout {
  readonly columns: number;
  readonly rows: number;
  /** Size of one unit, px; may be below 1 when there are too many. */
  readonly cell: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly gap: number;
  readonly width: number;
  readonly height: number;
}

/** The largest whole-pixel tiles that fit `count` channels into `width` × `maxHeight` px. */
export function layoutMosaic(
  count: number,
  map: { readonly height: number; readonly width: number },
  width: number,
  maxHeight: number,
): MosaicLayout {
  const gap = count > 300 ? 1 : 2;
  const largest = Math.max(1, Math.floor(128 / Math.max(map.height, map.width)));
  const at = (cell: number): MosaicLayout => {
    const tileWidth = cell * map.width;
    const tileHeight = cell * map.height;
    const columns = Math.max(1, Math.min(count, Math.floor((width + gap) / (tileWidth + gap))));
    const rows = Math.ceil(count / columns);
    return {
      columns,
      rows,
      cell,
      tileWidth,
      tileHeight,
      gap,
      width: columns * (tileWidth + gap) - gap,
      height: rows * (tileHeight + gap) - gap,
    };
  };
  const fits = (layout: MosaicLayout) => layout.height <= maxHeight && layout.width <= width;
  for (let cell = largest; cell >= 1; cell--) {
    const layout = at(cell);
    if (fits(layout)) return layout;
  }
  for (const cell of [0.75, 0.5, 0.25]) {
    const layout = at(cell);
    if (fits(layout)) return layout;
  }
  return at(0.25);
}

/** Position in the tile order under a point of the mosaic, or null between tiles and beyond the last. */
export function tileAt(layout: MosaicLayout, count: number, px: number, py: number): number | null {
  const column = Math.floor(px / (layout.tileWidth + layout.gap));
  const row = Math.floor(py / (layout.tileHeight + layout.gap));
  const insideX = px - column * (layout.tileWidth + layout.gap) < layout.tileWidth;
  const insideY = py - row * (layout.tileHeight + layout.gap) < layout.tileHeight;
  const position = row * layout.columns + column;
  const valid = px >= 0 && py >= 0 && column < layout.columns && position < count && insideX && insideY;
  return valid ? position : null;
}
