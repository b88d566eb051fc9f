import { symlinkSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { readBytes } from "./readBytes.js";

it("names a file that is not there, and where a link leads that leads nowhere", async () => {
  const folder = temporaryFolder();
  const [none, link] = [path.join(folder, "none.onnx"), path.join(folder, "link.onnx")];
  symlinkSync("gone/model.onnx", link);
  await expect(readBytes(none, "model")).rejects.toThrow(`There is no model "${none}".`);
  await expect(readBytes(link, "model")).rejects.toThrow(
    `The model "${link}" is a link to "gone/model.onnx", which does not exist.`,
  );
});

it("says that a folder is no file", async () => {
  const folder = temporaryFolder();
  await expect(readBytes(folder, "model")).rejects.toThrow(`The model "${folder}" is a folder`);
});
