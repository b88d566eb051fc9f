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

it("stays within the length of a name", () => {
  const name = usualName({ name: "x".repeat(500) }, { augmentationSet: "SET_3" });
  expect(name.length).toBeLessThan(200);
  expect(name).toMatch(/: SET_3$/);
});
