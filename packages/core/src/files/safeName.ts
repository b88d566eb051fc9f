/**
 * A checkpoint's or factor's name as part of a file name or an HDF5 path: what would separate folders, and what some
 * systems forbid, is written as %XX. The names of usual networks stay as they are.
 */
export function safeName(name: string): string {
  return name.replace(
    /[%/\\:*?"<>|]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}
