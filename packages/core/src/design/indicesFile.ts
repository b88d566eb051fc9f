import { type FileHandle, open } from "node:fs/promises";
import type { DesignEstimates } from "./estimates.js";

/** Numbers are turned into text in pieces of this many. */
const PIECE = 65_536;

/**
 * Writes indices.json: what they come from, then for each measure `{"S1": {"factor": [per unit]}, "S1HalfWidth": ...}`.
 * Undefined values are null. Written piece by piece: a million units are no problem.
 *
 * @param about further entries at the front, such as the method and the seed
 */
export async function writeIndicesFile(
  file: string,
  about: Readonly<Record<string, unknown>>,
  estimates: DesignEstimates,
): Promise<void> {
  const { baseSamples, evaluations, units, blocks, mean, variance, measures } = estimates;
  const handle = await open(file, "w");
  try {
    const front = { ...about, baseSamples, evaluations, units, blocks };
    await handle.appendFile(`{${JSON.stringify(front).slice(1, -1)}`);
    for (const [measure, { values, halfWidths }] of Object.entries({ MEAN: mean, VARIANCE: variance })) {
      await handle.appendFile(`,\n"${measure}": `);
      await appendNumbers(handle, values);
      await handle.appendFile(`,\n"${measure}HalfWidth": `);
      await appendNumbers(handle, halfWidths);
    }
    for (const { measure, byKey } of measures) {
      for (const part of ["values", "halfWidths"] as const) {
        await handle.appendFile(`,\n"${measure}${part === "values" ? "" : "HalfWidth"}": {`);
        for (const [i, [key, estimate]] of byKey.entries()) {
          await handle.appendFile(`${i > 0 ? "," : ""}\n  ${JSON.stringify(key)}: `);
          await appendNumbers(handle, estimate[part]);
        }
        await handle.appendFile("}");
      }
    }
    await handle.appendFile("}\n");
  } finally {
    await handle.close();
  }
}

async function appendNumbers(handle: FileHandle, values: Float64Array): Promise<void> {
  await handle.appendFile("[");
  for (let start = 0; start < values.length; start += PIECE) {
    const piece = Array.from(values.subarray(start, start + PIECE), (value) =>
      Number.isFinite(value) ? String(value) : "null",
    );
    await handle.appendFile(`${start > 0 ? "," : ""}${piece.join(",")}`);
  }
  await handle.appendFile("]");
}
