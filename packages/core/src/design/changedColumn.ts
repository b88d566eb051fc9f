import { FileError } from "../errors.js";
import { readCsv } from "../files/csv.js";
import type { Problem } from "./problem.js";

/** Column of rows.csv with the factor that changed since the row before; empty in the first row of a trajectory. */
export const CHANGED = "changed";

/**
 * The orders in which trajectories change the factors, from a file of rows: read as a stream, one order a trajectory.
 *
 * @returns (d) positions of the factors in `problem.groups`
 * @throws {FileError} naming the row that is no part of a trajectory, or when there is no column `changed`.
 */
export async function* readOrders(file: string, { groups }: Problem): AsyncGenerator<number[]> {
  let column = -1;
  let row = -1;
  let order: number[] = [];
  for await (const cells of readCsv(file, "file of rows")) {
    row += 1;
    if (row === 0) {
      column = cells.indexOf(CHANGED);
      if (column < 0) {
        throw new FileError(
          `"${file}" has no column "${CHANGED}"; expected the rows that sample --method shapley writes.`,
        );
      }
      continue;
    }
    const key = cells[column] ?? "";
    const isFirst = (row - 1) % (groups.length + 1) === 0;
    const factor = groups.findIndex((group) => group.key === key);
    if (isFirst ? key !== "" : factor < 0 || order.includes(factor)) {
      const wanted = isFirst
        ? "nothing, as a trajectory begins there"
        : "a factor that has not changed before";
      throw new FileError(`"${file}", row ${row}: "${CHANGED}" is "${key}"; expected ${wanted}.`);
    }
    if (isFirst) order = [];
    else order.push(factor);
    if (order.length === groups.length) yield order;
  }
}
