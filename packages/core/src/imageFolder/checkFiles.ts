import { readFile, stat } from "node:fs/promises";
import { ImageDecodeError } from "../errors.js";
import { checkImage } from "../image/decode.js";
import type { KeptCheck, KeptChecks } from "./checkCache.js";
import { sha256Of } from "./imagesDigest.js";
import { inParallel } from "./inParallel.js";
import { systemReason } from "./systemReason.js";
import type { FoundImage } from "./walkFolder.js";

/** Files whose state is asked for at a time. */
const STATS_AT_ONCE = 32;
/** Files read and decoded at a time: decoding runs on libuv's threads, of which there are four. */
const READS_AT_ONCE = 8;
/** A file that changed this shortly before it was read may change again within the grain of its times. */
const RACY_MS = 2_000;
/** Larger files are no photographs; they would only fill the memory. */
const LARGEST_FILE = 2 ** 30;

/** What is known of a file. */
export interface CheckedFile {
  readonly byteSize: number;
  /** Of its bytes, hex; empty when they could not be read. */
  readonly sha256: string;
  /** What is wrong with it, as the rest of a sentence; null when it is right. */
  readonly fault: string | null;
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
}

/**
 * Checks that every file is an image that decodes whole, and takes the SHA-256 of its bytes. A file that is as it was
 * when it was checked before is not read; bytes that were decoded before, under whatever name, are not decoded again.
 *
 * @param onChecked told of every file, in any order; also of those done when the check is stopped
 * @throws {CancelledError} when the signal is aborted.
 */
export async function checkFiles(
  files: readonly FoundImage[],
  known: KeptChecks,
  onChecked: (index: number, checked: CheckedFile) => void,
  options: CheckOptions = {},
): Promise<void> {
  const { signal, now = Date.now, readBytes = (file: string) => readFile(file) } = options;
  const faults = new Map<string, string | null>();
  for (const { sha256, fault } of known.checks.values()) faults.set(sha256, fault);
  let done = 0;
  const end = (index: number, checked: CheckedFile) => {
    onChecked(index, checked);
    options.onProgress?.(++done, files.length);
  };
  const unread: { readonly index: number; readonly state: FileState }[] = [];

  const look = async (index: number) => {
    const { file, fault } = files[index];
    if (fault !== undefined) return end(index, { byteSize: 0, sha256: "", fault });
    let state: FileState;
    try {
      state = await stateOf(file);
    } catch (error) {
      return end(index, unreadable(0, error));
    }
    const kept = known.checks.get(file);
    if (kept?.isTrusted && kept.stamp === state.stamp) {
      end(index, { byteSize: state.size, sha256: kept.sha256, fault: kept.fault, kept });
    } else unread.push({ index, state });
  };
  const read = async (position: number) => {
    const { index } = unread[position];
    const { name, file } = files[index];
    try {
      // Once more: it may have waited long for its turn.
      const state = await stateOf(file);
      const readAt = now();
      if (state.size > LARGEST_FILE) {
        const fault = `has ${state.size} bytes; at most ${LARGEST_FILE} are read`;
        return end(index, { byteSize: state.size, sha256: "", fault });
      }
      const bytes = await readBytes(file);
      const sha256 = sha256Of(bytes);
      const before = faults.get(sha256);
      const fault = before === undefined ? await faultOf(bytes, name) : before;
      faults.set(sha256, fault);
      const isTrusted = readAt - state.changedAt >= RACY_MS;
      const kept = { stamp: state.stamp, isTrusted, sha256, fault };
      end(index, { byteSize: bytes.byteLength, sha256, fault, kept });
    } catch (error) {
      end(index, unreadable(unread[position].state.size, error));
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

/** What is wrong with the bytes of an image, as the rest of a sentence; null when they decode whole. */
export async function faultOf(bytes: Uint8Array, name: string): Promise<string | null> {
  try {
    await checkImage(bytes, name);
    return null;
  } catch (error) {
    if (error instanceof ImageDecodeError && error.fault !== undefined) return error.fault;
    return `cannot be decoded: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function unreadable(byteSize: number, error: unknown): CheckedFile {
  return { byteSize, sha256: "", fault: `cannot be read: ${systemReason(error)}` };
}
