import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FileError } from "@unitscope/core";
import { fillFolder, type RunFileReader } from "@unitscope/core/commandLine";
import type { Selection } from "./selectedMaps.js";

/** What tells one export from another. */
export interface ExportIdentity {
  readonly format: string;
  /** What the tables call the run. */
  readonly run: string;
  /** SHA-256 of what the run is of, and of how far it was evaluated. */
  readonly runSha256: string;
  /** Null where all of the run's are exported. */
  readonly checkpoints: readonly string[] | null;
  readonly measures: readonly string[] | null;
  readonly halfWidths: boolean;
  readonly flags: boolean;
}

interface Manifest extends ExportIdentity {
  readonly version: 1;
  /** Paths in the folder. */
  readonly files: readonly string[];
}

/** Readers of whole folders pass over names that begin with "_". */
const MANIFEST = "_export.json";

/** The identity of a run among exports. */
export function runDigest({ spec, origin, provenance, evaluations }: RunFileReader): string {
  const content = JSON.stringify([spec, origin, provenance.engine, evaluations]);
  return createHash("sha256").update(content).digest("hex");
}

/** The identity of an export, names in an order of their own. */
export function identityOf(
  run: RunFileReader,
  { checkpoints, measures }: Selection,
  rest: Pick<ExportIdentity, "format" | "run" | "halfWidths" | "flags">,
): ExportIdentity {
  const sorted = (names?: readonly string[]) => (names === undefined ? null : [...new Set(names)].sort());
  const { format, run: name, halfWidths, flags } = rest;
  return {
    format,
    run: name,
    runSha256: runDigest(run),
    checkpoints: sorted(checkpoints),
    measures: sorted(measures),
    halfWidths,
    flags,
  };
}

/**
 * Writes an export to a folder that holds nothing else: wholly or not at all, with a manifest that says what it is.
 *
 * @param write fills a folder and tells the files, as paths in it
 * @param isOverwriting whether an export that is there is replaced
 * @returns the files in the folder; null where it holds this very export already
 * @throws {FileError} when the folder holds anything else.
 */
export async function writeExport(
  folder: string,
  identity: ExportIdentity,
  write: (temporary: string) => Promise<string[]>,
  isOverwriting: boolean,
): Promise<{ files: string[]; isNew: boolean }> {
  const before = readManifest(folder);
  requireNothingElse(folder, before);
  if (before !== null && !isOverwriting) {
    const difference = differenceOf(before, identity);
    if (difference === null) return { files: inFolder(folder, before.files), isNew: false };
    throw new FileError(
      `"${folder}" holds ${difference}; choose another --out, so that tables do not mix, or give --overwrite to replace them.`,
    );
  }
  let files: string[] = [];
  await fillFolder(
    folder,
    async (temporary) => {
      files = await write(temporary);
      const manifest: Manifest = { version: 1, ...identity, files };
      writeFileSync(path.join(temporary, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    },
    () => removeExport(folder, before),
  );
  return { files: inFolder(folder, files), isNew: true };
}

/** How the export in a folder differs from one that is asked for; null when it does not. */
function differenceOf(before: Manifest, wanted: ExportIdentity): string | null {
  if (before.runSha256 !== wanted.runSha256) return `tables of another run, ${before.run}`;
  if (before.format !== wanted.format) return `an export of the format ${before.format}`;
  if (before.run !== wanted.run) return `tables in which the run is called ${before.run}`;
  const { files: _, version: __, ...identity } = before;
  if (JSON.stringify(identity) === JSON.stringify(wanted)) return null;
  const selection = [
    `checkpoints ${before.checkpoints?.join(",") ?? "all"}`,
    `measures ${before.measures?.join(",") ?? "all"}`,
    ...(before.halfWidths ? ["--half-widths"] : []),
    ...(before.flags ? ["--flags"] : []),
  ];
  return `another selection of this run (${selection.join(", ")})`;
}

function requireNothingElse(folder: string, manifest: Manifest | null): void {
  if (!existsSync(folder)) return;
  const own = new Set([MANIFEST, ...(manifest?.files ?? []).map((file) => file.split("/")[0] ?? file)]);
  // Hidden files are of the system, and a part is what a killed export left.
  const strays = readdirSync(folder).filter((name) => !own.has(name) && !/^(\.|_part\.\d+$)/.test(name));
  if (strays.length === 0) return;
  const some = strays.slice(0, 3).join(", ");
  const more = strays.length > 3 ? ` and ${strays.length - 3} more` : "";
  throw new FileError(
    `"${folder}" holds files that are no export's (${some}${more}); choose a new folder as --out.`,
  );
}

function readManifest(folder: string): Manifest | null {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file)) return null;
  try {
    const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
    if (manifest.version === 1 && Array.isArray(manifest.files)) return manifest;
  } catch {
    // Told below.
  }
  throw new FileError(`"${file}" is damaged; choose another --out, or remove the folder.`);
}

/** Removes what an export wrote and nothing else, whatever its manifest says. */
function removeExport(folder: string, manifest: Manifest | null): void {
  if (manifest === null) return;
  rmSync(path.join(folder, MANIFEST));
  const folders = new Set<string>();
  for (const file of manifest.files) {
    const target = path.join(folder, file);
    if (path.relative(folder, target).startsWith("..")) continue;
    rmSync(target, { force: true });
    if (path.dirname(target) !== path.normalize(folder)) folders.add(path.dirname(target));
  }
  for (const emptied of folders) {
    if (existsSync(emptied) && readdirSync(emptied).length === 0) rmdirSync(emptied);
  }
}

function inFolder(folder: string, files: readonly string[]): string[] {
  return files.map((file) => path.join(folder, file));
}
