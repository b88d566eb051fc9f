import type { PlacedImage } from "./arrangeImages.js";
import { cacheFolder } from "./cacheFolder.js";
import { CheckCache, type CheckHistory, type KeptCheck, type KeptChecks } from "./checkCache.js";
import { type CheckedFile, type CheckOptions, checkFiles } from "./checkFiles.js";
import { inTurns } from "./inTurns.js";
import { systemReason } from "./systemReason.js";
import type { FoundImage } from "./walkFolder.js";

/** Where checks are kept, and who is told when they cannot be. */
interface KeeperOptions {
  readonly cacheFolder?: string | null;
  readonly onWarning?: (message: string) => void;
}

/** Checks the images of one folder and keeps what it finds for the next time. */
export class CheckKeeper {
  private readonly cache: CheckCache | undefined;
  private readonly onWarning: (message: string) => void;
  private known: KeptChecks = { checks: new Map() };
  /** By the real path of the file, in the order of the images. */
  private readonly found = new Map<string, KeptCheck>();
  private hasNews = false;

  /** @param place where the folder really lies */
  constructor(place: string, options: KeeperOptions) {
    const folder = options.cacheFolder === undefined ? cacheFolder() : options.cacheFolder;
    this.cache = folder === null ? undefined : new CheckCache(folder, place);
    this.onWarning = options.onWarning ?? (() => undefined);
  }

  /**
   * What is known of every image's file, in their order.
   *
   * @throws {CancelledError} when the signal is aborted; what was found by then is kept.
   */
  async check(images: readonly PlacedImage<FoundImage>[], options: CheckOptions): Promise<CheckedFile[]> {
    this.known = (await this.cache?.load()) ?? this.known;
    const files = images.map(({ found }) => found);
    const checked: CheckedFile[] = new Array(files.length);
    const note = (index: number, own: CheckedFile) => {
      checked[index] = own;
      if (own.kept === undefined) return;
      const { file } = files[index];
      this.found.set(file, own.kept);
      if (this.known.checks.get(file) !== own.kept) this.hasNews = true;
    };
    try {
      await checkFiles(files, this.known, note, options);
    } catch (error) {
      // What was not come to is known as before.
      for (const [file, kept] of this.known.checks) if (!this.found.has(file)) this.found.set(file, kept);
      await this.keep();
      throw error;
    }
    return checked;
  }

  /**
   * Writes down what was found, if anything is new.
   *
   * @param set the images that are used; undefined when the folder was refused
   * @returns how the set came from the one before, as far as that is known.
   */
  async keep(set?: {
    readonly digest: string;
    readonly files: readonly { readonly file: string; readonly sha256: string }[];
  }): Promise<Partial<CheckHistory>> {
    const { history: before, checks } = this.known;
    let history = before;
    // A refused folder is no set that a later one could be compared with.
    if (set === undefined) history = this.hasNews ? undefined : before;
    else if (before?.digest !== set.digest) {
      const previous = before && {
        digest: before.digest,
        differing: await differing(checks, set.files),
      };
      history = { digest: set.digest, previous };
    }
    const hasChanged = this.hasNews || history !== before || this.found.size !== checks.size;
    if (this.cache !== undefined && hasChanged) {
      await this.cache.save(this.found, history).catch((error: unknown) => {
        this.onWarning(
          `What was found out about the images cannot be kept in "${this.cache?.file}": ${systemReason(error)}. They are checked again the next time.`,
        );
      });
    }
    return history ?? {};
  }
}

/** How many images are new, changed or gone. */
async function differing(
  before: ReadonlyMap<string, KeptCheck>,
  files: readonly { readonly file: string; readonly sha256: string }[],
): Promise<number> {
  let same = 0;
  await inTurns(files, ({ file, sha256 }) => {
    if (before.get(file)?.sha256 === sha256) same++;
  });
  let right = 0;
  await inTurns(before.values(), ({ fault }) => {
    if (fault === null) right++;
  });
  // A changed image is missing from the same ones on both sides.
  return Math.max(files.length, right) - same;
}
