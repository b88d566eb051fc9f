import { readFile, stat } from "node:fs/promises";
import { ImageReadError } from "../errors.js";
import { quoted } from "../text/shownName.js";
import type { KeptCheck, KeptChecks } from "./checkCache.js";
import { contentOf, faulty, type ImageContent, LARGEST_IMAGE_FILE, tooLarge } from "./imageContent.js";
import { sha256Of } from "./imagesDigest.js";
import { inParallel } from "./inParallel.js";
import { inTurns } from "./inTurns.js";
import { OpenFiles } from "./openFiles.js";
import { isMachineFailure, systemReason } from "./systemReason.js";
import type { FoundImage } from "./walkFolder.js";

/** Files whose state is asked for at a time. */
const STATS_AT_ONCE = 32;
/** Files read and decoded at a time: decoding runs on libuv's threads, of which there are four. */
const READS_AT_ONCE = 8;
/** A file that changed this shortly before it was read may change again within the grain of its times. */
const RACY_MS = 2_000;

/** What is known of a file. */
export interface CheckedFile extends ImageContent {
  readonly byteSize: number;
  /** Of its bytes, hex; empty when they could not be read. */
  readonly sha256: string;
  /** What to keep of it; undefined when it could not be read. */
  readonly kept?: KeptCheck;
}

/** How files are checked. */
export interface CheckOptions {
  readonly signal?: AbortSignal;
  /** Told after every file. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
  /** How the bytes of a file are read. @default the file system */
  readonly readBytes?: (file: string) => Promise<Uint8Array>;
  /** What waits where the system has too many files open. @default one of its own */
  readonly openFiles?: OpenFiles;
}

/**
 * Checks that every file is an image that decodes whole, and takes the SHA-256 of its bytes. A file that is as it was
 * when it was checked before is not read; bytes that were decoded before, under whatever name, are not decoded again.
 *
 * @param onChecked told of every file, in any order; also of those done when the check is stopped
 * @throws {CancelledError} when the signal is aborted.
 * @throws {ImageReadError} when the machine does not give a file: nothing is known of the image then.
 */
export async function checkFiles(
  files: readonly FoundImage[],
  known: KeptChecks,
  onChecked: (index: number, checked: CheckedFile) => void,
  options: CheckOptions = {},
): Promise<void> {
  const { signal, now = Date.now, readBytes = (file: string) => readFile(file) } = options;
  const { openFiles = new OpenFiles() } = options;
  const contents = new Map<string, ImageContent>();
  await inTurns(known.checks.values(), ({ sha256, fault, pages }) => contents.set(sha256, { fault, pages }));
  let done = 0;
  const end = (index: number, checked: CheckedFile) => {
    onChecked(index, checked);
    options.onProgress?.(++done, files.length);
  };
  const unread: { readonly index: number; readonly state: FileState }[] = [];

  const look = async (index: number) => {
    const { file, fault } = files[index];
    if (fault !== undefined) return end(index, { byteSize: 0, sha256: "", ...faulty(fault) });
    let state: FileState;
    try {
      state = await openFiles.do(() => stateOf(file));
    } catch (error) {
      return end(index, unreadable(files[index], 0, error));
    }
    const kept = known.checks.get(file);
    if (kept?.isTrusted && kept.stamp === state.stamp) {
      const { sha256, fault, pages } = kept;
      end(index, { byteSize: state.size, sha256, fault, pages, kept });
    } else unread.push({ index, state });
  };
  const read = async (position: number) => {
    const { index } = unread[position];
    const { name, file } = files[index];
    try {
      // Once more: it may have waited long for its turn.
      const state = await openFiles.do(() => stateOf(file));
      const readAt = now();
      if (state.size > LARGEST_IMAGE_FILE) {
        return end(index, { byteSize: state.size, sha256: "", ...tooLarge(state.size) });
      }
      const bytes = await openFiles.do(() => readBytes(file));
      const sha256 = sha256Of(bytes);
      const content = contents.get(sha256) ?? (await contentOf(bytes, name));
      contents.set(sha256, content);
      const isTrusted = readAt - state.changedAt >= RACY_MS;
      const kept = { stamp: state.stamp, isTrusted, sha256, ...content };
      end(index, { byteSize: bytes.byteLength, sha256, ...content, kept });
    } catch (error) {
      end(index, unreadable(files[index], unread[position].state.size, error));
    }
  };
  await inParallel(files.length, STATS_AT_ONCE, look, signal);
  await inParallel(unread.length, READS_AT_ONCE, read, signal);
}

interface FileState {
  readonly size: number;
  /** Equal ones mean that the file has not changed. */
  readonly stamp: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

async function stateOf(file: string): Promise<FileState> {
  const { size, mtimeNs, ctimeNs, ino, ctimeMs } = await stat(file, { bigint: true });
  return {
    size: Number(size),
    stamp: `${size} ${mtimeNs} ${ctimeNs} ${ino}`,
    // Programs set the time of modification as they like; this one the system sets at every change.
    changedAt: Number(ctimeMs),
  };
}

/**
 * What is known of a file that is not given for a reason of its own.
 *
 * @throws {ImageReadError} when the reason is the machine's.
 */
function unreadable({ name }: FoundImage, byteSize: number, error: unknown): CheckedFile {
  const reason = systemReason(error);
  if (isMachineFailure(error)) {
    throw new ImageReadError(
      `The image ${quoted(name)} could not be read: ${reason}. Nothing is known of the image itself, so it is not taken as a bad one. Mend that and start again; what was checked is kept.`,
      error,
    );
  }
  return { byteSize, sha256: "", ...faulty(`cannot be read: ${reason}`) };
}
