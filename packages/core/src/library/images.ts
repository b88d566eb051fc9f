import type { ImageFolder, ImageFolderOptions } from "../imageFolder/readImageFolder.js";

/** How a folder of images is opened. */
export type OpenImagesOptions = Omit<ImageFolderOptions, "readBytes">;

/**
 * Images to analyse: what {@link openImages} returns, or images of your own from anywhere. The order of `entries` is part
 * of every design, so the same images must always be listed in the same order.
 */
export type ImageSet = Pick<ImageFolder, "partitions" | "classes" | "entries" | "digest" | "read"> &
  Partial<Pick<ImageFolder, "skipped" | "previous">>;

/**
 * Opens a folder of images, `<partition>/<class>/<file>`, `<class>/<file>` or files alone, as torchvision's ImageFolder
 * lists it. Every image is decoded once to see that it is whole; what was found out is kept in the user's cache, so that
 * an unchanged folder opens at once the next time. No image stays in memory.
 *
 * @throws {ImageFolderError} with everything that is wrong with the folder.
 * @throws {BadImagesError} with all bad images, unless `skipBadImages` leaves them out.
 * @throws {CancelledError} when `signal` is aborted.
 */
export async function openImages(folder: string, options: OpenImagesOptions = {}): Promise<ImageFolder> {
  const { readImageFolder } = await import("../imageFolder/readImageFolder.js");
  return readImageFolder(folder, options);
}
