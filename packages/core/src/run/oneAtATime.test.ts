import { describe, expect, it } from "vitest";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import { sampleImageSet, sampleImages, sampleOffer } from "../../../../tests/golden/sampleRun.js";
import { dynamicallyQuantisedNet, TINY_SIDE } from "../../../../tests/golden/tinyNets.js";
import { runAnalysis } from "./runAnalysis.js";
import { resolveRunSpec } from "./runSpec.js";
import { bits, specOf } from "./testing/sampleAnalysis.js";

const images = sampleImages();

async function runOf(model: Uint8Array, threads: number) {
  const offer = await sampleOffer(model, TINY_SIDE);
  const request = { factors: ["hue", "rolling"], baseSamples: 16, secondOrder: false };
  const spec = resolveRunSpec(request, offer, sampleImageSet());
  return { spec, result: await runAnalysis({ spec, model, images, threads }) };
}

describe("a run of a network in which the images of a batch act on each other", () => {
  it("has the bits of one whose batch is fixed to one image, on any number of threads", async () => {
    const reason =
      'node "quantise" (DynamicQuantizeLinear) takes the range of its numbers over the whole batch';
    const free = dynamicallyQuantisedNet();
    const [one, two, fixed] = [
      await runOf(free, 1),
      await runOf(free, 2),
      await runOf(dynamicallyQuantisedNet(1), 1),
    ];
    expect(one.spec.oneAtATime).toBe(reason);
    expect(one.result.provenance.oneAtATime).toBe(reason);
    expect(fixed.spec).not.toHaveProperty("oneAtATime");
    expect(bits(two.result)).toBe(bits(one.result));
    expect(bits(fixed.result)).toBe(bits(one.result));
  });

  it("has the bits of one whose batch is fixed to four images, each by itself", async () => {
    const one = await runOf(dynamicallyQuantisedNet(1), 1);
    const four = await runOf(dynamicallyQuantisedNet(4), 1);
    expect(four.spec.oneAtATime).toContain("DynamicQuantizeLinear");
    expect(bits(four.result)).toBe(bits(one.result));
  });

  it("is made where two images cannot be evaluated at once", async () => {
    const { spec, result } = await runOf(fieldFile("reshape1/model.onnx"), 2);
    expect(spec.oneAtATime).toContain("Reshape");
    expect(result.maps.length).toBeGreaterThan(0);
  });
});

it("is not said of any other network, whose designs stay as they were", () => {
  expect(specOf()).not.toHaveProperty("oneAtATime");
});
