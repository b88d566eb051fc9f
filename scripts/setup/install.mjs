import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runCommand } from "./command.mjs";

/**
 * Whether node_modules holds what package-lock.json asks for. A stamp left by the last installation answers at
 * once; without it npm's own record of what is installed is compared, so that a manual `npm install` counts too.
 *
 * @param {string} projectDir
 */
export function isInstalled(projectDir) {
  const stamp = stampFile(projectDir);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash(projectDir)) return true;
  const record = path.join(projectDir, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  if (!agrees(readLock(path.join(projectDir, "package-lock.json")), readLock(record))) return false;
  writeStamp(projectDir);
  return true;
}

/**
 * Installs what package-lock.json asks for.
 *
 * @param {string} projectDir
 * @param {string} log
 */
export async function install(projectDir, log) {
  const [file, ...before] = npmCommand(process.env);
  await runCommand(file, [...before, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: projectDir,
    log,
    environment: {
      // The packages' install scripts would download what we do not use: CUDA libraries, Prisma's Rust engines.
      ONNXRUNTIME_NODE_INSTALL: "skip",
      PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
      PRISMA_SKIP_POSTINSTALL_GENERATE: "1",
    },
  });
  writeStamp(projectDir);
}

/** The npm that runs this script, when one does; else the one on the path. */
function npmCommand({ npm_execpath: npm }) {
  return npm?.endsWith(".js") ? [process.execPath, npm] : ["npm"];
}

/**
 * Whether every package of the lock file is installed in its version. Optional ones may be missing: they are
 * other platforms'.
 *
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} wanted
 * @param {{ packages: Record<string, { version?: string }> }} installed
 */
export function agrees(wanted, installed) {
  return Object.entries(wanted.packages).every(([place, entry]) => {
    if (!place.startsWith("node_modules/") && !place.includes("/node_modules/")) return true;
    const found = installed.packages[place];
    if (found === undefined) return entry.optional === true;
    return entry.link === true || found.version === entry.version;
  });
}

function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function stampFile(projectDir) {
  return path.join(projectDir, "node_modules", ".unitscope-install");
}

function writeStamp(projectDir) {
  writeFileSync(stampFile(projectDir), lockHash(projectDir));
}

function lockHash(projectDir) {
  return createHash("sha256")
    .update(readFileSync(path.join(projectDir, "package-lock.json")))
    .digest("hex");
}
