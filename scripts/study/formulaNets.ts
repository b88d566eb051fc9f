// Runs the full-size networks with formula parameters and compares them with torch: npm run study:formula-nets
// The two small ones are part of the tests; AlexNet and VGG11 take 0.25 and 0.5 GB and are checked here.

import { openInstrumentedSession } from "../../packages/core/src/inference/instrumentedSession.js";
import {
  buildFormulaNet,
  formulaCheckpoints,
  formulaInput,
  formulaMask,
  formulaReference,
} from "../../tests/golden/formulaNets.js";
import type { TorchvisionNet } from "../../tests/golden/torchvisionNets.js";

const NETS: readonly TorchvisionNet[] = ["alexnet", "vgg11", "squeezenet1_1", "resnet18"];
/** Stated agreement: activations 1e-4 and logits 1e-3 of their standard deviation. */
const TOLERANCE = { activations: 1e-4, logits: 1e-3 };

const asked = process.argv.slice(2);
let isGood = true;
for (const net of NETS) if (asked.length === 0 || asked.includes(net)) isGood = (await study(net)) && isGood;
process.exitCode = isGood ? 0 : 1;

async function study(net: TorchvisionNet): Promise<boolean> {
  const reference = formulaReference(net);
  const values = formulaCheckpoints(net);
  const masks = reference.masked_runs.map((run) => values.get(run.checkpoint)!);
  const session = await openInstrumentedSession(buildFormulaNet(net), [...values.values(), "output"], {
    masks,
  });
  try {
    const input = formulaInput();
    const plain = await session.run(input, 1);
    let worst = 0;
    for (const [name, tensor] of values) {
      const { std, samples, first10 } = reference.checkpoints[name];
      const found = plain.get(tensor)!;
      for (const [i, value] of [...samples, ...first10.entries()]) {
        worst = Math.max(worst, Math.abs(found[i] - value) / std);
      }
    }
    const { std } = reference.checkpoints["output"] ?? reference.checkpoints["fc"];
    const logitError = (logits: Float32Array, expected: readonly number[]) =>
      Math.max(...expected.map((value, i) => Math.abs(logits[i] - value))) / std;
    const logits = plain.get("output")!;
    const errors = [logitError(logits, reference.logits)];
    for (const run of reference.masked_runs) {
      const units = run.masked_output.shape.reduce((product, axis) => product * axis, 1);
      const mask = new Map([[values.get(run.checkpoint)!, formulaMask(units, run.mask_stream)]]);
      errors.push(logitError((await session.run(input, 1, mask)).get("output")!, run.logits));
    }
    const argmax = logits.indexOf(Math.max(...logits));
    console.log(
      `${net}: ${values.size} checkpoints, activations within ${worst.toExponential(1)} of their sd, ` +
        `logits plain and masked within ${errors.map((error) => error.toExponential(1)).join(", ")}, ` +
        `class ${argmax} (torch ${reference.argmax})`,
    );
    return (
      worst < TOLERANCE.activations &&
      errors.every((error) => error < TOLERANCE.logits) &&
      argmax === reference.argmax
    );
  } finally {
    await session.close();
  }
}
