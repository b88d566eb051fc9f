import type { CheckpointMask } from "@unitscope/core/reading";
import type { MaskCheckpointRow, NewMaskCheckpoint } from "../db/masks.js";
import { finite } from "./mapSummary.js";
import { packFloats, unpackFloats } from "./packedFloats.js";
import { packUnits, unpackUnits } from "./packedUnits.js";

/** The part of a mask at one checkpoint as a row. */
export function maskCheckpointRow(mask: CheckpointMask, position: number): NewMaskCheckpoint {
  const { checkpoint, tensor, shape, units, alpha, multipliers, requested, eligible, tiesLeftOut } = mask;
  return {
    position,
    checkpointName: checkpoint,
    tensor,
    shape: [...shape],
    unitCount: units.length,
    units: packUnits(units, unitsOfShape(shape)),
    alpha,
    multipliers: multipliers && packFloats(multipliers),
    requested,
    eligible,
    undefinedCount: mask.undefinedUnits,
    threshold: finite(mask.threshold),
    tiesLeftOut,
  };
}

/** What {@link maskCheckpointRow} made a row of; without multipliers where they were not read. */
export function checkpointMask(
  row: Omit<MaskCheckpointRow, "multipliers"> & { readonly multipliers?: Uint8Array | null },
): CheckpointMask {
  const { checkpointName, tensor, shape, alpha, requested, eligible, tiesLeftOut } = row;
  return {
    checkpoint: checkpointName,
    tensor,
    shape,
    units: unpackUnits(row.units),
    alpha,
    multipliers: row.multipliers ? floats(row.multipliers) : null,
    requested,
    eligible,
    undefinedUnits: row.undefinedCount,
    threshold: row.threshold ?? Number.NaN,
    tiesLeftOut,
  };
}

function floats(bytes: Uint8Array): Float32Array {
  const values = new Float32Array(bytes.byteLength / 4);
  unpackFloats(bytes, values);
  return values;
}

function unitsOfShape(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
