import { beforeAll, describe, expect, it } from "vitest";
import {
  buildVariant,
  type ExporterVariant,
  VARIANT_CLASSES,
  VARIANT_SIZE,
  VARIANT_STEPS,
} from "../../../../tests/golden/exporterVariants.js";
import { listCheckpoints } from "../onnx/checkpoints.js";
import { readModel } from "../onnx/model.js";
import { summariseModel } from "../onnx/summary.js";
import { openInstrumentedSession } from "./instrumentedSession.js";
import { probeShapes } from "./probeShapes.js";

const PLAIN: ExporterVariant = {
  opset: 17,
  batch: "free",
  parameters: "stored",
  names: "torch",
  flatten: "Flatten",
  end: "nothing",
  half: "nowhere",
};
const CHOICES = {
  batch: ["free", 1, 4],
  parameters: ["stored", "constants"],
  names: ["torch", "tensorflow", "numbers"],
  flatten: ["Flatten", "Reshape by Shape"],
  end: ["nothing", "Identity", "Dropout"],
  half: ["nowhere", "inside", "everywhere"],
} as const;

/**
 * The operator sets in which ONNX Runtime 1.30.0 opens this network: it has no batch normalisation of before 7, and is
 * told of sets up to 26.
 */
const OPSETS = { first: 7, last: 26 } as const;

/** Every opset with every batch axis; the other choices take turns, each at its own pace. */
const variants: ExporterVariant[] = [{ ...PLAIN, opset: 9, parameters: "stored and inputs" }];
for (let opset = OPSETS.first; opset <= OPSETS.last; opset++) {
  for (const batch of CHOICES.batch) {
    const turn = variants.length;
    variants.push({
      opset,
      batch,
      parameters: CHOICES.parameters[turn % 2],
      names: CHOICES.names[Math.floor(turn / 2) % 3],
      flatten: CHOICES.flatten[Math.floor(turn / 3) % 2],
      end: CHOICES.end[Math.floor(turn / 5) % 3],
      half: CHOICES.half[Math.floor(turn / 4) % 3],
    });
  }
}

const IMAGES = 5;
const images = Float32Array.from({ length: IMAGES * 3 * VARIANT_SIZE ** 2 }, (_, i) => Math.sin(i * 0.7));
const mask = Float32Array.from({ length: 6 * VARIANT_SIZE ** 2 }, (_, i) => ((i * 5) % 7) / 4);

/** Values of the common steps and the output, plain and with the first ReLU masked. */
async function evaluate(variant: ExporterVariant) {
  const { bytes, values } = buildVariant(variant);
  const relu = values.get("relu")!;
  const tensors = VARIANT_STEPS.map((step) => values.get(step)!);
  const session = await openInstrumentedSession(bytes, [...tensors, "y"], { masks: [relu] });
  try {
    const plain = await session.run(images, IMAGES);
    const masked = await session.run(images, IMAGES, new Map([[relu, mask]]));
    return { plain: [...plain.values()], masked: [...masked.values()] };
  } finally {
    await session.close();
  }
}

/** Largest difference as a share of the largest magnitude. */
function distance(actual: readonly Float32Array[], expected: readonly Float32Array[]): number {
  expect(actual.map((values) => values.length)).toEqual(expected.map((values) => values.length));
  return Math.max(
    ...expected.map((values, i) => {
      const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
      const error = values.reduce(
        (largest, value, at) => Math.max(largest, Math.abs(value - actual[i][at])),
        0,
      );
      return error / scale;
    }),
  );
}

describe("one network as exporters write it", () => {
  let expected: Awaited<ReturnType<typeof evaluate>>;
  beforeAll(async () => {
    expected = await evaluate(PLAIN);
    // Not a network of zeros, and the mask does something.
    expect(Math.max(...expected.plain[8])).toBeGreaterThan(0.01);
    expect(distance(expected.masked, expected.plain)).toBeGreaterThan(0.1);
  });

  it.each(variants)(
    "opset $opset, batch $batch, $parameters, names of $names, $flatten, $end at the end, half $half",
    async (variant) => {
      const { bytes, values } = buildVariant(variant);
      const model = readModel(bytes);
      expect(summariseModel(model).inputShape).toEqual([
        variant.batch === "free" ? -1 : variant.batch,
        3,
        VARIANT_SIZE,
        VARIANT_SIZE,
      ]);

      const checkpoints = listCheckpoints(model);
      const tensors = checkpoints.map((checkpoint) => checkpoint.tensor);
      expect(tensors).toEqual(expect.arrayContaining(VARIANT_STEPS.map((step) => values.get(step))));
      for (const integer of ["shape", "images", "images axis", "vector shape"]) {
        expect(tensors).not.toContain(values.get(integer) ?? integer);
      }
      expect(new Set(checkpoints.map((checkpoint) => checkpoint.name)).size).toBe(tensors.length);
      const suggested = checkpoints.filter((checkpoint) => checkpoint.suggested).map(({ tensor }) => tensor);
      expect(suggested).toEqual(expect.arrayContaining([values.get("pool"), "y"]));

      const shapes = await probeShapes(model, tensors);
      expect(shapes.get(values.get("depthwise")!)).toEqual([6, VARIANT_SIZE, VARIANT_SIZE]);
      expect(shapes.get("y")).toEqual([VARIANT_CLASSES]);

      const found = await evaluate(variant);
      // Half precision rounds to 11 bits at each of up to eight steps; single precision sums in another order.
      const tolerance = variant.half === "nowhere" ? 1e-6 : 8 * 2 ** -11;
      expect(distance(found.plain, expected.plain)).toBeLessThan(tolerance);
      expect(distance(found.masked, expected.masked)).toBeLessThan(tolerance);
    },
  );

  it.each([OPSETS.first - 1, OPSETS.last + 1])(
    "leaves opset %i to the runtime, and says what it says",
    async (opset) => {
      const { bytes } = buildVariant({ ...PLAIN, opset });
      await expect(openInstrumentedSession(bytes, ["y"])).rejects.toThrow(
        new RegExp(`ONNX Runtime .* does not accept the model: .*${opset}`),
      );
    },
  );

  it("meets every choice", () => {
    for (const [choice, options] of Object.entries(CHOICES)) {
      const met = new Set(variants.map((variant) => variant[choice as keyof ExporterVariant]));
      for (const option of options) expect(met).toContain(option);
    }
  });
});
