/** Chosen units by checkpoint: flat unit numbers, ascending, each once. */
export type UnitsByCheckpoint = ReadonlyMap<string, Uint32Array>;

/** UNION: units of either; INTERSECTION: units of both. */
export type Combination = "UNION" | "INTERSECTION";

/**
 * Units of two masks put together, checkpoint by checkpoint. A checkpoint that one mask does not name counts as one
 * where it chooses nothing.
 *
 * @returns the checkpoints of either mask, those of `left` first; a checkpoint may be left without units.
 */
export function combineUnits(
  left: UnitsByCheckpoint,
  right: UnitsByCheckpoint,
  combination: Combination,
): Map<string, Uint32Array> {
  const none = new Uint32Array(0);
  const combined = new Map<string, Uint32Array>();
  for (const checkpoint of new Set([...left.keys(), ...right.keys()])) {
    const a = left.get(checkpoint) ?? none;
    const b = right.get(checkpoint) ?? none;
    combined.set(checkpoint, combination === "UNION" ? unionOfUnits(a, b) : intersectionOfUnits(a, b));
  }
  return combined;
}

function unionOfUnits(a: Uint32Array, b: Uint32Array): Uint32Array {
  return Uint32Array.from(new Set([...a, ...b])).sort();
}

function intersectionOfUnits(a: Uint32Array, b: Uint32Array): Uint32Array {
  const inB = new Set(b);
  return a.filter((unit) => inB.has(unit));
}
