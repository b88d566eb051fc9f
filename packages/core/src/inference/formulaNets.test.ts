import { describe, expect, it } from "vitest";
import {
  buildFormulaNet,
  type FormulaSummary,
  formulaCheckpoints,
  formulaHash,
  formulaInput,
  formulaMask,
  formulaParameter,
  formulaReference,
} from "../../../../tests/golden/formulaNets.js";
import { torchvisionNet } from "../../../../tests/golden/torchvisionNets.js";
import { openInstrumentedSession } from "./instrumentedSession.js";

const NETS = ["resnet18", "alexnet", "vgg11", "squeezenet1_1"] as const;
/** Stated agreement of the reference: share of the checkpoint's standard deviation. */
const ACTIVATION_TOLERANCE = 1e-4;
const LOGIT_TOLERANCE = 1e-3;

describe("the formula", () => {
  it("hashes as stated", () => {
    for (const [index, stream, hash] of formulaReference("resnet18").hash_checks) {
      expect(formulaHash(index, stream)).toBe(hash);
    }
  });

  it("gives the input as stated", () => {
    const { input } = formulaReference("resnet18");
    const values = formulaInput();
    // One rounding to float32 of values below 1.3; the sum adds 150,528 of them.
    for (const [i, value] of input.first5.entries()) expect(values[i]).toBeCloseTo(value, 6);
    expect(values[100000]).toBeCloseTo(input.at_100000, 6);
    expect(values[values.length - 1]).toBeCloseTo(input.last, 6);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(input.sum_float64, 2);
  });

  it.each(NETS)("gives the first parameters of %s, in the places of the state_dict", (net) => {
    const parameters = torchvisionNet(net).parameters;
    const stated = formulaReference(net).parameters.filter((item) => item.shape.length > 0);
    expect(parameters.map(({ place, name, dims }) => [place, name, dims])).toEqual(
      stated.map(({ k, name, shape }) => [k, name, shape]),
    );
    const [first] = parameters;
    const values = formulaParameter(first);
    expect([...values.subarray(0, 3)]).toEqual(stated[0].first3);
    expect(values[values.length - 1]).toBe(stated[0].last);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(stated[0].sum_float64!, 9);
  });
});

function expectSummary(values: Float32Array, summary: FormulaSummary, name: string): void {
  expect(values.length, name).toBe(summary.shape.reduce((product, axis) => product * axis, 1));
  const tolerance = ACTIVATION_TOLERANCE * summary.std;
  for (const [i, value] of summary.first10.entries()) {
    expect(Math.abs(values[i] - value), `${name}[${i}]`).toBeLessThan(tolerance);
  }
  for (const [i, value] of summary.samples) {
    expect(Math.abs(values[i] - value), `${name}[${i}]`).toBeLessThan(tolerance);
  }
  let sum = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let zeros = 0;
  for (const value of values) {
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value === 0) zeros++;
  }
  expect(Math.abs(sum / values.length - summary.mean), `${name} mean`).toBeLessThan(tolerance);
  expect(Math.abs(low - summary.min), `${name} min`).toBeLessThan(tolerance);
  expect(Math.abs(high - summary.max), `${name} max`).toBeLessThan(tolerance);
  // A sum within rounding of 0 may fall on either side of a ReLU.
  expect(Math.abs(zeros / values.length - summary.share_zero), `${name} zeros`).toBeLessThan(1e-4);
}

function expectLogits(logits: Float32Array, expected: readonly number[], std: number): void {
  expect(logits.length).toBe(expected.length);
  const errors = expected.map((value, i) => Math.abs(logits[i] - value));
  expect(Math.max(...errors)).toBeLessThan(LOGIT_TOLERANCE * std);
}

describe("networks with formula parameters", () => {
  it.each([
    ["resnet18", "folded", 32],
    ["resnet18", "separate", 41],
    ["squeezenet1_1", "folded", 56],
  ] as const)(
    "%s with its BatchNorm %s computes what torch does, masked and not",
    async (net, form, count) => {
      const reference = formulaReference(net);
      const values = formulaCheckpoints(net, form);
      expect(values.size).toBe(count);
      const masked = reference.masked_runs.map((run) => values.get(run.checkpoint)!);
      const session = await openInstrumentedSession(
        buildFormulaNet(net, form),
        [...values.values(), "output"],
        { masks: masked },
      );
      try {
        const input = formulaInput();
        const plain = await session.run(input, 1);
        for (const [name, value] of values) {
          expectSummary(plain.get(value)!, reference.checkpoints[name], name);
        }
        const { std } = reference.checkpoints[net === "resnet18" ? "fc" : "output"];
        const logits = plain.get("output")!;
        expectLogits(logits, reference.logits, std);
        expect(logits.indexOf(Math.max(...logits))).toBe(reference.argmax);

        for (const [i, run] of reference.masked_runs.entries()) {
          const units = run.masked_output.shape.reduce((product, axis) => product * axis, 1);
          const mask = formulaMask(units, run.mask_stream);
          expect([...mask.subarray(0, 16)]).toEqual(run.first16);
          const result = await session.run(input, 1, new Map([[masked[i], mask]]));
          expectSummary(result.get(masked[i])!, run.masked_output, `masked ${run.checkpoint}`);
          expectLogits(result.get("output")!, run.logits, std);
        }
      } finally {
        await session.close();
      }
    },
  );
});
