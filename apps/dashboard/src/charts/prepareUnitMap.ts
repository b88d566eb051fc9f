/** The units of one checkpoint for one factor: values and half widths, row-major [channels, height, width]. */
export interface UnitMap {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** NaN where the index does not exist. */
  readonly values: Float32Array;
  readonly halfWidths: Float32Array;
}

/** Why a unit map cannot be drawn: the API's answer does not have the length its shape asks for. */
export class UnitMapShapeError extends Error {
  override readonly name = "UnitMapShapeError";
}

/** Little-endian float32 from base64. */
export function decodeFloats(base64: string): Float32Array {
  const binary = atob(base64);
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
}

/**
 * Unpacks a map as the API sends it.
 *
 * @param shape [channels, height, width], or [channels] for a vector.
 * @throws {UnitMapShapeError} when values or half widths do not hold one float32 a unit.
 */
export function prepareUnitMap(
  shape: readonly number[],
  valuesBase64: string,
  halfWidthsBase64: string,
): UnitMap {
  const [channels = 0, height = 1, width = 1] = shape;
  const values = decodeFloats(valuesBase64);
  const halfWidths = decodeFloats(halfWidthsBase64);
  const units = channels * height * width;
  for (const [name, data] of [["values", values] as const, ["half widths", halfWidths] as const]) {
    if (data.length !== units) {
      throw new UnitMapShapeError(
        `The map's ${name} hold ${data.length} units; its shape ${shape.join(" × ")} asks for ${units}.`,
      );
    }
  }
  return { channels, height, width, values, halfWidths };
}

/** Index of a unit in the map's arrays. */
export function unitIndex(map: UnitMap, channel: number, y: number, x: number): number {
  return (channel * map.height + y) * map.width + x;
}

/** All units as a table: channel, y, x, value, half width; a value that does not exist is an empty cell. */
export function unitMapTable(map: UnitMap): (string | number | null)[][] {
  const table: (string | number | null)[][] = [["channel", "y", "x", "value", "half_width_95"]];
  for (let at = 0; at < map.values.length; at++) {
    const x = at % map.width;
    const y = Math.floor(at / map.width) % map.height;
    const value = map.values[at]!;
    const half = map.halfWidths[at]!;
    table.push([
      Math.floor(at / (map.width * map.height)),
      y,
      x,
      Number.isFinite(value) ? value : null,
      Number.isFinite(half) ? half : null,
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
