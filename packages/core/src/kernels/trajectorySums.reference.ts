import type { addTrajectories } from "./trajectorySums.js";

/** What `addTrajectories` does, in plain TypeScript: unit by unit, one trajectory after another. */
export const addTrajectoriesReference: typeof addTrajectories = (d, pilot, samples, sums) => {
  const units = pilot.length;
  for (const { rows, order } of samples) {
    for (let u = 0; u < units; u++) {
      const add = (array: number, term: number): void => {
        sums[array * units + u] += term;
      };
      const z = rows.map((row) => row[u]);
      const [x, y] = [z[0], z[d]];
      const [shiftedX, shiftedY] = [x - pilot[u], y - pilot[u]];
      add(0, shiftedX);
      add(1, shiftedY);
      add(2, shiftedX * shiftedX + shiftedY * shiftedY);
      add(3, z.filter((value) => value !== 0).length);
      add(4, 0.5 * (y - x) * (y - x));
      for (let k = 1; k <= d; k++) {
        const [from, to, step] = [z[k - 1] - x, z[k] - x, z[k] - z[k - 1]];
        add(5 + order[k - 1], 0.5 * (to * to - from * from));
        add(5 + d + order[k - 1], 0.5 * step * step);
      }
      const addFirst = (far: number, difference: number, j: number): void => {
        add(5 + 2 * d + j, (far - pilot[u]) * difference);
        add(5 + 3 * d + j, difference);
      };
      addFirst(y, (d / 2) * (z[1] - x), order[0]);
      addFirst(x, (d / 2) * (z[d - 1] - y), order[d - 1]);
    }
  }
};
