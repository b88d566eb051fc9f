import { availableParallelism } from "node:os";

/** More threads than this are for those who ask for them: each takes memory, and the default must do with 4 GiB. */
const MOST_DEFAULT_THREADS = 16;

/** Worker threads where nobody says how many: the cores that the process may use, 16 at most. */
export function defaultThreads(): number {
  return Math.min(availableParallelism(), MOST_DEFAULT_THREADS);
}
