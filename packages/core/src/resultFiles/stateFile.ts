import { rm, writeFile } from "node:fs/promises";
import { FileError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";
import { writeWhole } from "../files/writeWhole.js";
import { differenceOfImages, type ImageSetIdentity } from "../imageFolder/otherImages.js";
import type { StateStore } from "../run/ports.js";

const STATE_FORMAT = "unitscope-state-1";

/** What a state must have been taken with to be gone on from, beside the design that the engine checks. */
export interface StateOwner {
  readonly modelSha256: string;
  readonly images: ImageSetIdentity;
}

/** The state of an unfinished run in a file: one line of JSON that names model and images, then the engine's bytes. */
export class StateFile implements StateStore {
  constructor(
    readonly file: string,
    private readonly owner: StateOwner,
  ) {}

  /** @throws {FileError} when the state belongs to another model or other images. */
  async load(): Promise<Uint8Array | null> {
    const bytes = await readBytes(this.file, "state").catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (bytes === null) return null;
    const end = bytes.indexOf("\n");
    const fault = this.faultOf(end < 0 ? "" : bytes.subarray(0, end).toString("utf8"));
    if (fault !== null) {
      throw new FileError(
        `The state "${this.file}" ${fault}; delete it to start afresh, or choose another --out.`,
      );
    }
    return bytes.subarray(end + 1);
  }

  async save(state: Uint8Array): Promise<void> {
    await writeWhole(this.file, (temporary) =>
      writeFile(temporary, [Buffer.from(`${this.firstLine()}\n`), state]),
    );
  }

  async remove(): Promise<void> {
    await rm(this.file, { force: true });
  }

  private firstLine(): string {
    const { modelSha256, images } = this.owner;
    return JSON.stringify({ format: STATE_FORMAT, modelSha256, imagesDigest: images.digest });
  }

  /** Why a state with this first line is of no use here; null when it is of use. */
  private faultOf(line: string): string | null {
    if (line === this.firstLine()) return null;
    const { modelSha256, images } = this.owner;
    const stored = parsed(line);
    if (stored?.format !== STATE_FORMAT || stored.imagesDigest === undefined) return "is damaged";
    if (stored.modelSha256 !== modelSha256) return "was left by a run of another model";
    return `was left by a run of ${differenceOfImages(images, stored.imagesDigest)}`;
  }
}

/** The first line's fields, or null when it is no JSON. */
function parsed(line: string): { format?: string; modelSha256?: string; imagesDigest?: string } | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof FileError && (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
