// npm test: installs and builds what is missing, then runs every check and test. Ends with one line of counts.
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { onInterruption } from "../apps/server/src/local/interruption.mjs";
import { CommandError, commandLifeline, endCommands, runCommand, tailOf } from "./setup/command.mjs";
import { nodeVersionProblem } from "./setup/nodeVersion.mjs";
import { prepare } from "./setup/prepare.mjs";
import { elapsedSince } from "./setup/status.mjs";
import { countsLine, countsOf, sumOf } from "./testing/counts.mjs";
import { chooseSuites, orderOptions } from "./testing/suites.mjs";
import { openTestFolder } from "./testing/testFolder.mjs";

const HELP = `Runs all checks and tests.

  npm test -- [--only NAME,...] [--shuffle [--seed N]] [FILE...]

  FILE        part of the path of a test file; the others are left out
  --only      some of: lint, rooms, types, core, server, cli, dashboard, scripts, tests
  --shuffle   test files, and the tests of each file, in a random order
  --seed      the order of an earlier shuffled run, which printed its seed`;
const projectDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
onInterruption(
  async (exitCode) => {
    console.error("\nStopping ...");
    await endCommands();
    process.exit(exitCode);
  },
  // What is left is ended without this process.
  (exitCode) => process.exit(exitCode),
);

async function main() {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: "string" },
      shuffle: { type: "boolean" },
      seed: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== null) throw new Error(problem);
  const suites = chooseSuites(values.only, files);
  const order = orderOptions(values);
  const options = [...order, ...(files.length > 0 ? [...files, "--passWithNoTests"] : [])];
  const folder = await openTestFolder(commandLifeline());
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const reports = path.join(folder, "reports");
  await prepare(projectDir, reports);

  const results = [];
  for (const [index, suite] of suites.entries()) {
    const start = Date.now();
    console.log(`\n> ${suite.title}`);
    const counts = await runSuite(suite, path.join(reports, String(index)), options);
    results.push({ title: suite.title, counts, time: elapsedSince(start), kind: suite.kind });
  }
  console.log("\nSummary");
  for (const { title, counts, time, kind } of results) {
    const text = kind === "check" ? (counts.failed === 0 ? "passed" : "failed") : countsLine(counts);
    console.log(`  ${title.padEnd(20)} ${text.padEnd(36)} ${time.padStart(8)}`);
  }
  if (order.length > 0) console.log(`  order: ${order.at(-1)}`);
  const total = sumOf(results.map((result) => result.counts));
  if (files.length > 0 && total.passed + total.failed + total.skipped === 0) {
    throw new Error(`No test file has ${files.join(" or ")} in its path.`);
  }
  console.log(`\n${countsLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function runSuite({ kind, directory, command }, base, more) {
  const report = `${base}.json`;
  const [script, ...args] = command;
  const options = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...more];
  const succeeded = await runCommand(
    process.execPath,
    [path.join(projectDir, "node_modules", script), ...args, ...(kind === "vitest" ? options : [])],
    { cwd: path.join(projectDir, directory), log: `${base}.log`, show: true },
  ).then(
    () => true,
    () => false,
  );
  if (kind === "vitest") return countsOf(report, succeeded);
  return { passed: 0, failed: succeeded ? 0 : 1, skipped: 0 };
}

try {
  process.exit(await main());
} catch (error) {
  console.error(
    error instanceof CommandError ? `\n${error.message}:\n\n${tailOf(error.log)}` : error.message,
  );
  console.log("\n0 passed, 1 failed");
  process.exit(1);
}
