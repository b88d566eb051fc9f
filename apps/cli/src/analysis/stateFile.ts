import { rm, writeFile } from "node:fs/promises";
import type { StateStore } from "@unitscope/core/run/ports";
import { FileError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";
import { writeWhole } from "../files/writeWhole.js";

/** What a state must have been taken with to be gone on from, beside the design that the engine checks. */
export interface StateOwner {
  readonly modelSha256: string;
  readonly imagesDigest: string;
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
    if (end < 0 || bytes.subarray(0, end).toString("utf8") !== this.firstLine()) {
      throw new FileError(
        `The state "${this.file}" was left by a run of another model or other images; delete it to start afresh, or choose another --out.`,
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
    const { modelSha256, imagesDigest } = this.owner;
    return JSON.stringify({ format: "unitscope-state-1", modelSha256, imagesDigest });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof FileError && (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
