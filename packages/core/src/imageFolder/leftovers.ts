/** Files and folders that systems and programs leave behind beside hidden ones; lower case. */
const LEFTOVERS: ReadonlySet<string> = new Set([
  "__macosx",
  "@eadir",
  "@recycle",
  "#recycle",
  "@recently-snapshot",
  "#snapshot",
  "$recycle.bin",
  "system volume information",
  "lost+found",
  "thumbs.db",
  "ehthumbs.db",
  "desktop.ini",
  "icon\r",
  "__pycache__",
]);

/** Whether the name of a file or folder is one that nobody means as data: hidden, or left behind by a system. */
export function isLeftover(part: string): boolean {
  return part.startsWith(".") || LEFTOVERS.has(part.toLowerCase());
}

/** The path to the first part of a path that is a leftover, and that part; undefined where there is none. */
export function leftoverIn(name: string): { readonly path: string; readonly part: string } | undefined {
  const parts = name.split("/");
  const at = parts.findIndex(isLeftover);
  return at < 0 ? undefined : { path: parts.slice(0, at + 1).join("/"), part: parts[at] };
}
