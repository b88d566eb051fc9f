/**
 * Not for others: what the server uses of core to look at the images that it is given, on top of `./reading`. It loads
 * native code, but not the runtime, and changes without notice.
 */
export { type ArrangedImages, arrangeImages, type PlacedImage } from "./imageFolder/arrangeImages.js";
export { FolderContent, kindOfFile, type NamedFile } from "./imageFolder/folderContent.js";
export { contentOf, type ImageContent, LARGEST_IMAGE_FILE, tooLarge } from "./imageFolder/imageContent.js";
export { readImageFolder } from "./imageFolder/readImageFolder.js";
