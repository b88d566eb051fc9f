// npm test: installs and builds what is missing, then runs every check and test. Ends with one line of counts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CommandError, endCommands, runCommand, tailOf } from "./setup/command.mjs";
import { nodeVersionProblem } from "./setup/nodeVersion.mjs";
import { prepare } from "./setup/prepare.mjs";
import { elapsedSince } from "./setup/status.mjs";
import { countsLine, countsOf, sumOf } from "./testing/counts.mjs";
import { chooseSuites } from "./testing/suites.mjs";

const HELP = `Runs all checks and tests.

  npm test -- [--only NAME,...]

  --only   some of: lint, rooms, types, core, server, cli, dashboard, scripts, tests`;
const projectDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(path.join(tmpdir(), "unitscope-test-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    endCommands();
    process.exit(130);
  });
}

async function main() {
  const { values } = parseArgs({
    options: { only: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== null) throw new Error(problem);
  const suites = chooseSuites(values.only);
  await prepare(projectDir, reports);

  const results = [];
  for (const [index, suite] of suites.entries()) {
    const start = Date.now();
    console.log(`\n> ${suite.title}`);
    const counts = await runSuite(suite, path.join(reports, String(index)));
    results.push({ title: suite.title, counts, time: elapsedSince(start), kind: suite.kind });
  }
  console.log("\nSummary");
  for (const { title, counts, time, kind } of results) {
    const text = kind === "check" ? (counts.failed === 0 ? "passed" : "failed") : countsLine(counts);
    console.log(`  ${title.padEnd(20)} ${text.padEnd(36)} ${time.padStart(8)}`);
  }
  const total = sumOf(results.map((result) => result.counts));
  console.log(`\n${countsLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function runSuite({ kind, directory, command }, base) {
  const report = `${base}.json`;
  const [script, ...args] = command;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const succeeded = await runCommand(
    process.execPath,
    [path.join(projectDir, "node_modules", script), ...args, ...(kind === "vitest" ? reporters : [])],
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
