import { expect, it } from "vitest";
import { isLeftover, placeImages } from "./imagePaths.js";

const FOLDER = { wrapper: false };

it("reads partition and class from the path", () => {
  expect(placeImages(["train/bag/1.png", "valid/bag/2.JPG"], FOLDER)).toEqual([
    { partition: "train", className: "bag", path: "train/bag/1.png" },
    { partition: "valid", className: "bag", path: "valid/bag/2.JPG" },
  ]);
});

it("takes classes without partitions as one partition", () => {
  expect(placeImages(["bag/1.png", "shoe/1.png"], FOLDER)).toEqual([
    { partition: "all", className: "bag", path: "bag/1.png" },
    { partition: "all", className: "shoe", path: "shoe/1.png" },
  ]);
});

it("looks through one folder around an archive's content", () => {
  const [place] = placeImages(["set/train/bag/1.png", "set/valid/bag/1.png"], { wrapper: true });
  expect(place).toEqual({ partition: "train", className: "bag", path: "train/bag/1.png" });
  const [flat] = placeImages(["set/bag/1.png", "set/shoe/1.png"], { wrapper: true });
  expect(flat).toEqual({ partition: "all", className: "bag", path: "bag/1.png" });
  const [train] = placeImages(["train/bag/1.png", "train/shoe/1.png"], { wrapper: true });
  expect(train).toMatchObject({ partition: "train", className: "bag" });
});

it("names the file that is no image, or in the wrong place", () => {
  expect(() => placeImages(["train/bag/1.png", "train/bag/notes.txt"], FOLDER)).toThrow(
    '"train/bag/notes.txt" is no image',
  );
  expect(() => placeImages(["train/bag/1.png", "train/1.png"], FOLDER)).toThrow(
    '"train/1.png" lies in the wrong depth',
  );
  expect(() => placeImages([], FOLDER)).toThrow("There are no images");
});

it("knows what systems leave behind", () => {
  expect(["a/.DS_Store", "__MACOSX/a/1.png", "a/Thumbs.db"].every(isLeftover)).toBe(true);
  expect(isLeftover("train/bag/1.png")).toBe(false);
});
