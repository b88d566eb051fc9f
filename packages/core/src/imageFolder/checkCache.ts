import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DECODER } from "../image/decode.js";
import type { ImageContent } from "./imageContent.js";
import { sha256Of } from "./imagesDigest.js";

/** Raised when the check finds other files bad or says it in other words, or the form of the file changes. */
const CHECK_VERSION = 3;
const FORMAT = "unitscope-image-check";

/** What a check found out about a file. */
export interface KeptCheck extends ImageContent {
  /** Size, times of change and inode of the file when it was read; see {@link stampOf}. */
  readonly stamp: string;
  /** False when the file had changed so shortly before it was read that the next change may not show in its times. */
  readonly isTrusted: boolean;
  /** Of its bytes, hex. */
  readonly sha256: string;
}

/** Which set the kept checks belong to, and how it came from the one before. */
export interface CheckHistory {
  /** Digest of the image set. */
  readonly digest: string;
  /** The set that the folder held before, and how many images differ from it. */
  readonly previous?: { readonly digest: string; readonly differing: number };
}

/** What is known of a folder from earlier checks. */
export interface KeptChecks {
  /** By the real path of the file. */
  readonly checks: ReadonlyMap<string, KeptCheck>;
  readonly history?: CheckHistory;
}

interface Header {
  readonly format: string;
  readonly version: number;
  readonly decoder: string;
  readonly folder: string;
  readonly history?: CheckHistory;
}

/** The checks of one folder of images, kept in a file of the cache's folder: lines, the last with their digest. */
export class CheckCache {
  readonly file: string;

  /** @param place where the folder of images really lies */
  constructor(
    cacheFolder: string,
    private readonly place: string,
  ) {
    this.file = path.join(cacheFolder, "images", `${sha256Of(Buffer.from(place)).slice(0, 32)}.checks`);
  }

  /** What was kept; nothing when there is no file, or it is damaged, of another version or another folder. */
  async load(): Promise<KeptChecks> {
    try {
      return (await this.read()) ?? { checks: new Map() };
    } catch {
      return { checks: new Map() };
    }
  }

  /**
   * Replaces what was kept, wholly or not at all.
   *
   * @throws when the file cannot be written.
   */
  async save(checks: Iterable<readonly [string, KeptCheck]>, history?: CheckHistory): Promise<void> {
    const temporary = `${this.file}.${randomUUID()}.part`;
    await mkdir(path.dirname(this.file), { recursive: true });
    try {
      await pipeline(Readable.from(this.pieces(checks, history)), createWriteStream(temporary));
      await rename(temporary, this.file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private *pieces(checks: Iterable<readonly [string, KeptCheck]>, history?: CheckHistory): Generator<string> {
    const header: Header = {
      format: FORMAT,
      version: CHECK_VERSION,
      decoder: DECODER,
      folder: this.place,
      history,
    };
    const hash = createHash("sha256");
    let piece = `${JSON.stringify(header)}\n`;
    for (const [file, check] of checks) {
      if (!isOneLine(file)) continue;
      const { stamp, isTrusted, sha256, pages, fault } = check;
      piece += `${isTrusted ? "+" : "-"}\t${stamp}\t${sha256}\t${pages}\t${JSON.stringify(fault)}\t${this.shortened(file)}\n`;
      if (piece.length < PIECE) continue;
      hash.update(piece);
      yield piece;
      piece = "";
    }
    hash.update(piece);
    yield `${piece}${hash.digest("hex")}\n`;
  }

  private async read(): Promise<KeptChecks | undefined> {
    const hash = createHash("sha256");
    const checks = new Map<string, KeptCheck>();
    let header: Header | undefined;
    /** The line before: the last one is the digest of all others. */
    let before: string | undefined;
    for await (const line of linesOf(this.file)) {
      if (before !== undefined) {
        hash.update(`${before}\n`);
        if (header !== undefined) this.addLine(before, checks);
        else {
          header = JSON.parse(before) as Header;
          if (!this.isOwn(header)) return undefined;
        }
      }
      before = line;
    }
    const isWhole = header !== undefined && before === hash.digest("hex");
    return isWhole ? { checks, history: header?.history } : undefined;
  }

  private isOwn({ format, version, decoder, folder }: Header): boolean {
    return format === FORMAT && version === CHECK_VERSION && decoder === DECODER && folder === this.place;
  }

  private addLine(line: string, checks: Map<string, KeptCheck>): void {
    const [trust, stamp, sha256, pages, fault, file] = line.split("\t");
    const kept = {
      stamp,
      isTrusted: trust === "+",
      sha256,
      pages: Number(pages),
      fault: fault === "null" ? null : String(JSON.parse(fault)),
    };
    checks.set(this.lengthened(file), kept);
  }

  /** Paths below the folder without it. */
  private shortened(file: string): string {
    const inside = this.place + path.sep;
    return file.startsWith(inside) ? `.${path.sep}${file.slice(inside.length)}` : file;
  }

  private lengthened(file: string): string {
    return file.startsWith(`.${path.sep}`) ? this.place + file.slice(1) : file;
  }
}

/** Characters written at a time. */
const PIECE = 2 ** 16;

/** The lines of a file that end, one after the other. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of createReadStream(file, { encoding: "utf8" })) {
    const lines = (rest + (piece as string)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** Paths with control characters or separators of lines are not kept. */
function isOneLine(file: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return !/[\u0000-\u001f\u0085\u2028\u2029]/.test(file);
}
