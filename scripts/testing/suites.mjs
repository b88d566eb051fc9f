/**
 * @typedef {object} Suite
 * @property {string} name as --only takes it
 * @property {string} title
 * @property {"check" | "vitest"} kind a check counts only when it fails; of vitest every test counts
 * @property {string} directory where it runs, from the project's folder
 * @property {string[]} command a JavaScript file below node_modules and its arguments
 */

const TSC = "typescript/bin/tsc";
const VITEST = ["vitest/vitest.mjs", "run"];

/** @type {readonly Suite[]} */
export const SUITES = [
  {
    name: "lint",
    title: "Format and lint",
    kind: "check",
    directory: ".",
    command: ["@biomejs/biome/bin/biome", "check", "."],
  },
  {
    name: "rooms",
    title: "Who imports whom",
    kind: "check",
    directory: ".",
    command: [
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "packages",
      "apps",
      "tests",
    ],
  },
  {
    name: "types",
    title: "Types of core",
    kind: "check",
    directory: "packages/core",
    command: [TSC, "--noEmit"],
  },
  {
    name: "types",
    title: "Types of server",
    kind: "check",
    directory: "apps/server",
    command: [TSC, "--noEmit"],
  },
  {
    name: "types",
    title: "Types of the command line",
    kind: "check",
    directory: "apps/cli",
    command: [TSC, "--noEmit"],
  },
  {
    name: "types",
    title: "Types of dashboard",
    kind: "check",
    directory: "apps/dashboard",
    command: [TSC, "--noEmit"],
  },
  { name: "core", title: "Core", kind: "vitest", directory: "packages/core", command: VITEST },
  { name: "server", title: "Server", kind: "vitest", directory: "apps/server", command: VITEST },
  { name: "cli", title: "Command line", kind: "vitest", directory: "apps/cli", command: VITEST },
  { name: "dashboard", title: "Dashboard", kind: "vitest", directory: "apps/dashboard", command: VITEST },
  {
    name: "scripts",
    title: "Scripts",
    kind: "vitest",
    directory: ".",
    command: [...VITEST, "--dir", "scripts"],
  },
  {
    name: "tests",
    title: "Across the rooms",
    kind: "vitest",
    directory: ".",
    command: [...VITEST, "--dir", "tests"],
  },
];

/**
 * The suites of these names; all when there are none. Where single files are wanted, checks are left out.
 *
 * @param {string | undefined} only names, separated by commas
 * @param {readonly string[]} files parts of the paths of test files
 * @throws {Error} when there is no suite of a name
 */
export function chooseSuites(only, files = []) {
  const named = only === undefined ? SUITES : namedSuites(only);
  return files.length === 0 ? named : named.filter(({ kind }) => kind === "vitest");
}

function namedSuites(only) {
  const names = only.split(",").map((name) => name.trim());
  const known = [...new Set(SUITES.map((suite) => suite.name))];
  for (const name of names) {
    if (!known.includes(name)) throw new Error(`There is no suite "${name}"; there are ${known.join(", ")}.`);
  }
  return SUITES.filter((suite) => names.includes(suite.name));
}

/** Seeds that a person can copy by hand. */
const SEEDS = 1_000_000;

/**
 * Options of vitest for the order of files and tests: none for the order in which they stand.
 *
 * @param {{ shuffle?: boolean, seed?: string }} wanted
 * @returns {string[]} the last one is the seed
 * @throws {Error} when the seed is no number or there is nothing that it would shuffle
 */
export function orderOptions({ shuffle = false, seed }) {
  if (!shuffle && seed !== undefined)
    throw new Error("--seed goes with --shuffle; without it the order is fixed.");
  if (!shuffle) return [];
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    throw new Error(`--seed takes a whole number of at most nine digits; it is "${seed}".`);
  }
  return ["--sequence.shuffle", `--sequence.seed=${seed ?? Math.floor(Math.random() * SEEDS)}`];
}
