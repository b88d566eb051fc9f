import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./command.mjs";

/** What the build reads. */
const SOURCES = [
  "packages",
  "apps",
  "prisma",
  "scripts/prismaGenerate.mjs",
  "package-lock.json",
  "package.json",
  "prisma.config.ts",
  "tsconfig.base.json",
  "turbo.json",
];
/** What it makes, wherever it lies below the sources. */
const MADE = new Set(["node_modules", "dist", ".next", ".turbo", "generated", "gql", "next-env.d.ts"]);
/** Files without which a build is not complete. */
export const RESULTS = [
  "packages/core/dist/errors.js",
  "apps/server/dist/local/up.js",
  "apps/cli/dist/unitscope.js",
  "apps/dashboard/.next/BUILD_ID",
];

/**
 * Whether everything is built from the sources as they are.
 *
 * @param {string} projectDir
 */
export function isBuilt(projectDir) {
  const stamp = stampFile(projectDir);
  return (
    RESULTS.every((file) => existsSync(path.join(projectDir, file))) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === hashSources(projectDir)
  );
}

/**
 * Builds core, server and dashboard.
 *
 * @param {string} projectDir
 * @param {string} log
 */
export async function build(projectDir, log) {
  const hash = hashSources(projectDir);
  const turbo = path.join(projectDir, "node_modules", "turbo", "bin", "turbo");
  await runCommand(process.execPath, [turbo, "run", "build", "--no-update-notifier", "--no-color"], {
    cwd: projectDir,
    log,
    // Whatever this process is part of, such as a test: Next builds for production alone.
    environment: { NODE_ENV: "production" },
  });
  writeFileSync(stampFile(projectDir), hash);
}

/**
 * Digest of the names and contents of all source files; tests do not count.
 *
 * @param {string} projectDir
 */
export function hashSources(projectDir) {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of filesBelow(projectDir, source)) {
      const content = readFileSync(path.join(projectDir, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/** @returns {string[]} */
function filesBelow(projectDir, relative) {
  const full = path.join(projectDir, relative);
  if (!existsSync(full)) return [];
  const parent = readdirSync(path.dirname(full), { withFileTypes: true });
  const entry = parent.find((candidate) => candidate.name === path.basename(full));
  if (entry?.isFile()) return [relative];
  return readdirSync(full, { withFileTypes: true })
    .filter(({ name }) => !MADE.has(name) && !/\.test\.tsx?$|\.tsbuildinfo$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((child) => {
      const place = path.join(relative, child.name);
      if (child.isDirectory()) return filesBelow(projectDir, place);
      return child.isFile() ? [place] : [];
    });
}

function stampFile(projectDir) {
  return path.join(projectDir, "node_modules", ".unitscope-build");
}
