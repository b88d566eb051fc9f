import { existsSync, type Stats, statSync } from "node:fs";
import path from "node:path";
import { reasonOf, unreadable } from "@unitscope/core/commandLine";
import type { InputPath, OutputPath } from "./pathOptions.js";

/** What is wrong with a path that is to be read; undefined where nothing is. */
export function inputFault(file: string, { kind, what }: InputPath): string | undefined {
  try {
    const isFolder = statSync(file).isDirectory();
    if (kind === "folder" && !isFolder) return `The ${what} "${file}" is a file; a folder is expected.`;
    if (kind === "file" && isFolder) return `The ${what} "${file}" is a folder; a file is expected.`;
    return undefined;
  } catch (error) {
    return unreadable(file, what, error).message;
  }
}

/**
 * What is wrong with a path that is to be made; undefined where nothing is.
 *
 * @param flag the option's, such as --out
 * @param isOverwriting whether --overwrite is given
 * @param isMaking whether --mkdir is given
 */
export function outputFault(
  file: string,
  { kind, isRefusedWhenThere }: OutputPath,
  { flag, isOverwriting, isMaking }: { flag: string; isOverwriting: boolean; isMaking: boolean },
): string | undefined {
  const other = `choose another ${flag}`;
  let there: Stats | undefined;
  try {
    there = statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    return `"${file}" cannot be written: ${reasonOf(error)}; ${other}.`;
  }
  if (there === undefined) return isMaking ? undefined : folderFault(path.dirname(file));
  if (kind === "folder") {
    return there.isDirectory() ? undefined : `"${file}" is a file; ${flag} names a folder.`;
  }
  if (there.isDirectory()) return `"${file}" is a folder; ${flag} names a file.`;
  // A result takes its name when it is whole, and would take the place of a device.
  if (!there.isFile()) return `"${file}" is no regular file; ${other}.`;
  if (!isRefusedWhenThere || isOverwriting) return undefined;
  return `"${file}" is there already; give --overwrite to replace it, or ${other}.`;
}

function folderFault(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return `There is no folder "${folder}"; make it first, or give --mkdir.`;
}
