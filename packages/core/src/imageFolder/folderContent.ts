import { formatOfName } from "../image/imageFormats.js";
import { shownName } from "../text/shownName.js";

/** A file by its path in the folder, "/" between the parts. */
export interface NamedFile {
  readonly name: string;
}

/** An image of several pages or frames. */
export interface PagedImage extends NamedFile {
  readonly pages: number;
}

/** What a file is taken as, by its name alone. */
export type FileKind =
  | { readonly kind: "image" }
  /** An image of a format that is not read. */
  | { readonly kind: "unread"; readonly format: string }
  | { readonly kind: "other" };

/** What a file is taken as: an image where its name ends like a format that is read, whatever its bytes. */
export function kindOfFile(name: string): FileKind {
  const format = formatOfName(name);
  if (format === undefined) return { kind: "other" };
  return format.isRead ? { kind: "image" } : { kind: "unread", format: format.format };
}

/** What lies in a folder or an archive of images, in any order, sorted by what it is taken as. */
export class FolderContent<Found extends NamedFile> {
  readonly images: Found[] = [];
  readonly unread: { readonly name: string; readonly format: string }[] = [];
  readonly others: NamedFile[] = [];
  /** How many hidden files and leftovers of systems there are, by their names; nothing below such a folder counts. */
  readonly leftovers = new Map<string, number>();
  /** Folders with nothing in them but leftovers. */
  readonly emptyFolders: string[] = [];
  /** What cannot be read or followed, each a sentence. */
  readonly problems: string[] = [];

  addLeftover(part: string): void {
    this.leftovers.set(part, (this.leftovers.get(part) ?? 0) + 1);
  }

  /** Counts a file that is no image by its kind. */
  addOther(name: string, kind: Exclude<FileKind, { kind: "image" }>): void {
    if (kind.kind === "unread") this.unread.push({ name, format: kind.format });
    else this.others.push({ name });
  }

  /**
   * In one line what is left out, with counts; undefined when nothing is.
   *
   * @param paged images of which only the first page or frame is used
   */
  leftOutLine(paged: readonly PagedImage[] = []): string | undefined {
    const parts: string[] = [];
    if (this.others.length > 0) {
      const are = this.others.length === 1 ? "is no image" : "are no images";
      parts.push(`${files(this.others.length)} that ${are} (${some(this.others)})`);
    }
    if (this.unread.length > 0) {
      const count = this.unread.length;
      parts.push(`${files(count)} of formats that are not read (${formatCounts(this.unread)})`);
    }
    if (this.leftovers.size > 0) {
      const count = [...this.leftovers.values()].reduce((sum, own) => sum + own, 0);
      const names = [...this.leftovers].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
      const shown = names
        .slice(0, SHOWN)
        .map(([name, own]) => (own === 1 ? shownName(name) : `${shownName(name)} ${own}`));
      if (names.length > SHOWN) shown.push("...");
      parts.push(`${count} hidden or left behind by a system (${shown.join(", ")})`);
    }
    if (paged.length > 0) {
      const of = paged.length === 1 ? "1 image" : `${paged.length} images`;
      const shown = paged.slice(0, SHOWN).map(({ name, pages }) => `${shownName(name)} has ${pages}`);
      if (paged.length > SHOWN) shown.push("...");
      parts.push(`all pages or frames but the first of ${of} (${shown.join(", ")})`);
    }
    return parts.length === 0 ? undefined : `Left out: ${parts.join("; ")}.`;
  }
}

/** Names shown of each kind. */
const SHOWN = 3;

/** "BMP 4, TIFF 2": the most frequent first. */
export function formatCounts(files: Iterable<{ readonly format: string }>): string {
  const counts = new Map<string, number>();
  for (const { format } of files) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))
    .map(([format, count]) => `${format} ${count}`)
    .join(", ");
}

/** "1 file", "3 files". */
export function files(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

/** The first names in the order of code units. */
function some(named: readonly NamedFile[]): string {
  const first: string[] = [];
  for (const { name } of named) {
    // Of a million names few are among the first.
    if (first.length === SHOWN && name >= first[SHOWN - 1]) continue;
    first.push(name);
    first.sort(compare).splice(SHOWN);
  }
  return [...first.map(shownName), ...(named.length > SHOWN ? ["..."] : [])].join(", ");
}

/** By code units, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
