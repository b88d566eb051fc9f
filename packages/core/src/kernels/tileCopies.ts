/**
 * Copies between arrays that lie one behind the other, (arrays)(U) flat, and a tile of their units in the kernels'
 * memory, (arrays)(tile) flat.
 */
export function tileCopies(
  whole: Float64Array,
  units: number,
  tile: Float64Array,
  tileUnits: number,
): { load(start: number, end: number): void; store(start: number, end: number): void } {
  const arrays = whole.length / units;
  const rows = Array.from({ length: arrays }, (_, i) => tile.subarray(i * tileUnits, (i + 1) * tileUnits));
  return {
    load(start, end) {
      for (let i = 0, at = 0; i < arrays; i++, at += units) {
        tile.set(whole.subarray(at + start, at + end), i * tileUnits);
      }
    },
    store(start, end) {
      const length = end - start;
      for (let i = 0, at = start; i < arrays; i++, at += units) {
        whole.set(length === tileUnits ? rows[i] : rows[i].subarray(0, length), at);
      }
    },
  };
}
