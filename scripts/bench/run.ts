// npm run bench [-- --only throughput,growth] [--json FILE]: what a run costs beside bare inference of the same images.
// Ratios of one sitting, measured in turn, so that they hold on a noisy machine; see docs/performance.md.
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { accumulation } from "./accumulation.js";
import { augmentations } from "./augmentations.js";
import { type Figure, isMet, markdownTable } from "./figure.js";
import { growth } from "./growth.js";
import { imageFolder } from "./imageFolder.js";
import { masking } from "./masking.js";
import { serverImport } from "./serverImport.js";
import { threadMemory } from "./threadMemory.js";
import { threads } from "./threads.js";
import { throughput } from "./throughput.js";

const PARTS = {
  augmentations,
  accumulation,
  masking,
  throughput,
  threads,
  threadMemory,
  growth,
  imageFolder,
  serverImport,
};

const { values: options } = parseArgs({ options: { only: { type: "string" }, json: { type: "string" } } });
const names = options.only?.split(",") ?? Object.keys(PARTS);
const unknown = names.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}"; there are ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}

const figures: Figure[] = [];
for (const name of names) {
  console.error(`Measuring ${name} ...`);
  figures.push(...(await PARTS[name as keyof typeof PARTS]()));
}
console.log(markdownTable(figures));
if (options.json) {
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const measured = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
  await writeFile(
    options.json,
    `${JSON.stringify({ date: new Date().toISOString(), machine, figures: measured }, null, 2)}\n`,
  );
}
