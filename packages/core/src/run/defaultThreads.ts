import { availableParallelism } from "node:os";
import { cgroupCores, type ReadSystemFile } from "./cgroupCores.js";
import { readSystemFile } from "./systemFile.js";

/** More threads than this are for those who ask for them: each takes memory, and the default must do with 4 GiB. */
const MOST_DEFAULT_THREADS = 16;

/** What is asked of the machine. */
export interface Machine {
  /** Cores that the process' affinity allows. */
  readonly cores: number;
  readonly read: ReadSystemFile;
}

/**
 * Worker threads where nobody says how many: the cores that the process may use, by its affinity and by the limits of
 * its container, of which a part counts as a whole; 16 at most.
 */
export function defaultThreads(machine?: Machine): number {
  const { cores, read } = machine ?? { cores: availableParallelism(), read: readSystemFile };
  return Math.max(1, Math.min(cores, Math.ceil(cgroupCores(read)), MOST_DEFAULT_THREADS));
}
