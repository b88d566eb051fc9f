import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { quoted } from "@unitscope/core/reading";
import { extract } from "tar-stream";
import yauzl from "yauzl";
import { checkArchivePath } from "./archivePath.js";
import { ImportError } from "./importErrors.js";

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Unpacked bytes of all files together. */
  readonly totalBytes: number;
  readonly files?: number;
  /** Unpacked bytes of one file. @default 64 MiB */
  readonly fileBytes?: number;
}

export interface ArchiveFile {
  /** That of a folder ends in "/"; most archives name only some of their folders. */
  readonly path: string;
  /** Empty for folders, and for files that are not wanted: those are passed over. Null for those that are too large. */
  readonly bytes: Uint8Array | null;
  /** Of the unpacked file; 0 where it is passed over. */
  readonly byteSize: number;
}

/** Whether the bytes of a file are wanted, judged by its path. */
type IsWanted = (path: string) => boolean;

const MOST_FILES = 2_000_000;
const LARGEST_FILE = 64 * 2 ** 20;
const ZIP = Buffer.from("PK\u0003\u0004", "latin1");
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Where a tar's first header has its signature. */
const TAR_SIGNATURE = { offset: 257, text: "ustar" };
const FILE_TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/**
 * The files and named folders of an archive, one at a time in memory; the kind is judged by the first bytes, not by the name.
 * A file of more than `fileBytes` goes by, and is given without its bytes.
 *
 * @throws {ImportError} when it is no archive, is damaged, holds a link, a device or a path that does not go down, or
 *   exceeds a limit. What was yielded before is then to be thrown away.
 */
export async function* readArchive(
  path: string,
  limits: ArchiveLimits,
  isWanted: IsWanted = () => true,
): AsyncGenerator<ArchiveFile> {
  const { fileBytes: most = LARGEST_FILE } = limits;
  const entries = archiveEntries(path, { ...limits, fileBytes: Number.POSITIVE_INFINITY }, isWanted);
  for await (const { path: name, content } of entries) {
    const chunks: Uint8Array[] = [];
    let byteSize = 0;
    for await (const chunk of content ?? []) {
      byteSize += chunk.byteLength;
      if (byteSize > most) chunks.length = 0;
      else chunks.push(chunk);
    }
    yield { path: name, bytes: byteSize > most ? null : Buffer.concat(chunks), byteSize };
  }
}

/** A file or named folder of an archive. */
export interface ArchiveEntry {
  /** That of a folder ends in "/". */
  readonly path: string;
  /** What is in the file, to be read before the next entry is asked for; null for folders, and for files not wanted. */
  readonly content: AsyncIterable<Uint8Array> | null;
}

/**
 * The same, with what is in the files as streams.
 *
 * @throws {ImportError} as `readArchive`.
 */
export async function* archiveEntries(
  path: string,
  limits: ArchiveLimits,
  isWanted: IsWanted = () => true,
): AsyncGenerator<ArchiveEntry> {
  const budget = new Budget(limits);
  const kind = await archiveKind(path);
  if (kind === null) {
    throw new ImportError(
      "INVALID",
      "The file is no .zip, .tar or .tar.gz archive: it is empty, or its first bytes are of another kind.",
      "uploadId",
    );
  }
  try {
    if (kind === "zip") yield* readZip(path, budget, isWanted);
    else yield* readTar(path, kind === "gzip", budget, isWanted);
  } catch (error) {
    throw refusal(error);
  }
}

/** An error of ours as it is, and one of a library as that of a damaged archive. */
function refusal(error: unknown): ImportError {
  if (error instanceof ImportError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new ImportError("INVALID", `The archive is damaged: ${reason.replace(/[\s.:]+$/, "")}.`);
}

/** Counts what comes out, whatever the headers promised. */
class Budget {
  private bytes = 0;
  private files = 0;
  private readonly fileBytes: number;

  constructor(private readonly limits: ArchiveLimits) {
    this.fileBytes = limits.fileBytes ?? LARGEST_FILE;
  }

  addFile(): void {
    const most = this.limits.files ?? MOST_FILES;
    if (++this.files > most)
      throw new ImportError("INVALID", `The archive holds more than ${most} files and folders.`);
  }

  /** What a file holds, as it comes. */
  async *count(path: string, stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
    let own = 0;
    try {
      for await (const piece of stream) {
        const chunk = piece as Uint8Array;
        own += chunk.byteLength;
        this.bytes += chunk.byteLength;
        this.check(path, own);
        yield chunk;
      }
    } catch (error) {
      throw refusal(error);
    }
  }

  private check(path: string, own: number): void {
    if (own > this.fileBytes) {
      throw new ImportError(
        "INVALID",
        `${quoted(path)} is larger than ${this.fileBytes} bytes, the most for one file.`,
      );
    }
    if (this.bytes > this.limits.totalBytes) {
      throw new ImportError(
        "INVALID",
        `The archive unpacks to more than ${this.limits.totalBytes} bytes. Raise UNITSCOPE_UNPACK_LIMIT_MB if that is meant.`,
      );
    }
  }
}

/** The kind of an archive by its first bytes; null where it is none. */
export async function archiveKind(path: string): Promise<"zip" | "gzip" | "tar" | null> {
  const file = await open(path);
  const head = Buffer.alloc(512);
  await file.read(head, 0, head.length, 0).finally(() => file.close());
  if (head.subarray(0, ZIP.length).equals(ZIP)) return "zip";
  if (head.subarray(0, GZIP.length).equals(GZIP)) return "gzip";
  const { offset, text } = TAR_SIGNATURE;
  return head.toString("latin1", offset, offset + text.length) === text ? "tar" : null;
}

async function* readZip(path: string, budget: Budget, isWanted: IsWanted): AsyncGenerator<ArchiveEntry> {
  // Sizes are checked while unpacking: the library refuses entries that lie about them. Names it only decodes, so that
  // one rule judges those of all kinds of archives.
  const zip = await yauzl.openPromise(path, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: true,
  });
  try {
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
      const raw = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
      if (raw.endsWith("/")) {
        yield* folderOf(raw, budget);
        continue;
      }
      const mode = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
      if (mode === SYMBOLIC_LINK) throw linkError(raw);
      if (entry.isEncrypted()) throw new ImportError("INVALID", `${quoted(raw)} is encrypted.`);
      const name = checkArchivePath(raw);
      budget.addFile();
      const content = isWanted(name) ? budget.count(name, await zip.openReadStreamPromise(entry)) : null;
      yield { path: name, content };
    }
  } finally {
    zip.close();
  }
}

async function* readTar(
  path: string,
  isCompressed: boolean,
  budget: Budget,
  isWanted: IsWanted,
): AsyncGenerator<ArchiveEntry> {
  const entries = extract();
  const source: Readable = createReadStream(path);
  // An error anywhere destroys the last stream, so the loop below throws it.
  const onEnd = () => undefined;
  if (isCompressed) pipeline(source, createGunzip(), entries, onEnd);
  else pipeline(source, entries, onEnd);
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header;
      if (type === "directory") {
        entry.resume();
        yield* folderOf(`${name.replace(/\/+$/, "")}/`, budget);
        continue;
      }
      if (type === "link" || type === "symlink") throw linkError(name);
      if (type !== "file" && type !== "contiguous-file") {
        throw new ImportError(
          "INVALID",
          `${quoted(name)} is a ${type}; an archive holds files and folders only.`,
        );
      }
      const checked = checkArchivePath(name);
      budget.addFile();
      const content = isWanted(checked) ? budget.count(checked, entry) : null;
      if (content === null) entry.resume();
      yield { path: checked, content };
    }
  } finally {
    source.destroy();
  }
}

/** A folder by its name with a "/" at the end; nothing for the root. */
function* folderOf(name: string, budget: Budget): Generator<ArchiveEntry> {
  const path = checkArchivePath(name);
  budget.addFile();
  if (path !== "") yield { path, content: null };
}

function linkError(name: string): ImportError {
  return new ImportError(
    "INVALID",
    `${quoted(name)} is a link; links in archives are not followed. Put the file itself there.`,
  );
}
