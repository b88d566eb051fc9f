import { expect, it } from "vitest";
import { MapAnalysisError } from "../errors.js";
import { deepestDiscriminant } from "./deepestDiscriminant.js";

const CHECKPOINTS = [
  { name: "layer1", shape: [8, 4, 4] },
  { name: "layer2", shape: [16, 2, 2] },
  { name: "avgpool", shape: [16, 1, 1] },
  { name: "fc", shape: [10] },
];
const unusable = (name: string) => {
  throw new MapAnalysisError(`${name} is too small.`, "checkpoint");
};

it("takes the deepest checkpoint with extent", async () => {
  expect(await deepestDiscriminant(CHECKPOINTS, ({ name }) => name)).toBe("layer2");
});

it("goes to the next one where that will not do", async () => {
  const found = deepestDiscriminant(CHECKPOINTS, async ({ name }) =>
    name === "layer2" ? unusable(name) : name,
  );
  expect(await found).toBe("layer1");
});

it("says why where none will do", async () => {
  await expect(deepestDiscriminant(CHECKPOINTS, ({ name }) => unusable(name))).rejects.toThrow(
    "told apart. layer2: layer2 is too small. layer1: layer1 is too small.",
  );
  await expect(deepestDiscriminant(CHECKPOINTS.slice(2), () => 1)).rejects.toThrow(
    "None of avgpool, fc has an extent.",
  );
});

it("stops at what is wrong everywhere", async () => {
  const asked: string[] = [];
  const wrongPlan = deepestDiscriminant(CHECKPOINTS, ({ name }) => {
    asked.push(name);
    throw new MapAnalysisError("One fold.", "folds");
  });
  await expect(wrongPlan).rejects.toThrow(expect.objectContaining({ field: "folds" }));
  expect(asked).toEqual(["layer2"]);
});
