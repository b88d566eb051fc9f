import { expect, it } from "vitest";
import { usualName } from "./runName.js";

const MODEL = { name: "resnet18" };

it("names the set, or a few factors, or counts them", () => {
  expect(usualName(MODEL, { augmentationSet: "SET_1" })).toBe("resnet18: SET_1");
  expect(usualName(MODEL, { factors: ["hue", "rolling"] })).toBe("resnet18: hue, rolling");
  expect(usualName(MODEL, { factors: ["hue", "rolling", "erasing", "contrast"] })).toBe(
    "resnet18: 4 factors",
  );
});

const segmentTo = (to: string) =>
  ({ from: "layer1", to, channel: "H", fromTensor: "a", toTensor: "b", channels: 1 }) as const;

it("names a segment", () => {
  expect(usualName(MODEL, { augmentationSet: "SET_1" }, segmentTo("layer2"))).toBe(
    "resnet18 (layer1..layer2, hue): SET_1",
  );
});

it("stays within the length of a name", () => {
  const name = usualName({ name: "x".repeat(500) }, { augmentationSet: "SET_3" }, segmentTo("y".repeat(500)));
  expect(name.length).toBeLessThan(200);
  expect(name).toMatch(/: SET_3$/);
});
