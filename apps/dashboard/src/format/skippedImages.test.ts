import { expect, it } from "vitest";
import { skippedImagesFacts } from "./skippedImages";

const bad = (name: string) => ({ name, reason: "is empty" });

it("says how many bad images were left out, and names the first", () => {
  expect(skippedImagesFacts({ skippedImageCount: 0, skippedImages: [] })).toEqual([]);
  expect(skippedImagesFacts({ skippedImageCount: 1, skippedImages: [bad("a.png")] })).toEqual([
    { label: "Bad images", text: "1 image left out: a.png is empty" },
  ]);
  const images = ["a.png", "b.png", "c.png", "d.png"].map(bad);
  expect(skippedImagesFacts({ skippedImageCount: 1_200, skippedImages: images })[0]?.text).toMatch(
    /^1.200 images left out: a\.png is empty; b\.png is empty; c\.png is empty; and 1.197 more$/,
  );
});
