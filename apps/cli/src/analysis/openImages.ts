import { BadImagesError, CancelledError, FileError } from "@unitscope/core";
import { badImageLines, type ImageFolder, readImageFolder } from "@unitscope/core/commandLine";
import type { ImageOptions } from "../commands/imageOptions.js";
import type { Terminal } from "../terminal.js";
import { countReport } from "./progressReport.js";

/**
 * Reads the folder of images of a command, with progress on the terminal; what is left out is told on stderr.
 *
 * @throws {ImageFolderError} with everything that is wrong with the folder.
 * @throws {FileError} with the bad images, unless they are to be skipped; the cause has all of them.
 * @throws {CancelledError} when the command was stopped.
 */
export async function openImages(
  terminal: Terminal,
  { images: folder, skipBadImages }: ImageOptions,
): Promise<ImageFolder> {
  const report = countReport(terminal, { unit: "images checked", isQuietAtFirst: true });
  const tell = (text: string) => terminal.stderr.write(`${text}\n`);
  try {
    const images = await readImageFolder(folder, {
      skipBadImages,
      signal: terminal.stopSignal(),
      onProgress: (done, total) => report.update(done, total),
      onWarning: tell,
    });
    report.stop();
    if (images.leftOut !== undefined) tell(images.leftOut);
    const { skipped } = images;
    if (skipped.count > 0) {
      tell(`Bad images, so left out: ${skipped.count}\n${badImageLines(skipped).join("\n")}`);
    }
    return images;
  } catch (error) {
    report.stop();
    if (error instanceof BadImagesError) {
      throw new FileError(
        `${error.message} --skip-bad-images leaves them out and records them; --json lists all.`,
        error,
      );
    }
    if (error instanceof CancelledError) {
      throw new CancelledError("Stopped while the images were checked; what was checked by then is kept.");
    }
    throw error;
  }
}
