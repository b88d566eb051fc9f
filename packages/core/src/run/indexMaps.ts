import type { SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { inputSpace } from "./inputSpace.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";

