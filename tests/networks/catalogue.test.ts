import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type Inspection, inspectNetwork } from "./inspectNetwork.js";

/** A network that was tried. */
interface CatalogueEntry {
  /** Path in the repository; absent for one that is not in it, which was tried by hand. */
  readonly file?: string;
  readonly source: string;
  readonly exporter: string;
  readonly opset?: number;
  readonly special: string;
  /** Height and width in px that it is tried at, where it leaves them open. */
  readonly side?: number;
  /** What `inspect` finds; of a refusal a part of the message. */
  readonly expected:
    | Omit<Exclude<Inspection, { refused: string }>, "opset" | "producer">
    | { readonly refused: string };
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const catalogue: readonly CatalogueEntry[] = JSON.parse(
  readFileSync(new URL("catalogue.json", import.meta.url), "utf8"),
);
const here = catalogue.filter((entry) => entry.file !== undefined);

it("has every network of the repository, each once", () => {
  const networks = ["samples", "tests/reference"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".onnx"))
      .map((name) => `${folder}/${name.split(path.sep).join("/")}`),
  );
  // Whoever adds a network says here what it is, and what is right for it.
  expect(here.map(({ file }) => file).sort()).toEqual(networks.sort());
});

it.each(here)(
  "finds in $file what the catalogue says: $special",
  async ({ file, exporter, opset, side, expected }) => {
    const found = await inspectNetwork(path.join(ROOT, file as string), side);
    if ("refused" in expected) {
      expect(found).toEqual({ refused: expect.stringContaining(expected.refused) });
    } else {
      expect(found).toEqual({ producer: exporter, opset, ...expected });
    }
  },
);
