import type { NamedFile } from "./folderContent.js";
import { depthOf } from "./imageDepths.js";

/** What people call partitions: a single folder of such a name is no wrapper. */
const PARTITION = /^(train(ing)?|valid(ation)?|val|test(ing)?|dev|eval|all)$/i;

/**
 * The one folder around everything, as archives often have, with a "/" at its end; empty when there is none. With
 * partitions it is the first of four parts, without them the first of three, unless it is called like a partition.
 *
 * @param unread images of formats that are not read; where some lie in another folder there is nothing around everything
 */
export function wrapperOf(images: readonly NamedFile[], unread: readonly NamedFile[] = []): string {
  const first = images[0]?.name ?? "";
  const top = first.slice(0, first.indexOf("/") + 1);
  if (top === "") return "";
  if (unread.some(({ name }) => name.includes("/") && !name.startsWith(top))) return "";
  let deepest = 0;
  let shallowest = Number.POSITIVE_INFINITY;
  for (const { name } of images) {
    if (!name.startsWith(top)) return "";
    const depth = depthOf(name);
    deepest = Math.max(deepest, depth);
    shallowest = Math.min(shallowest, depth);
  }
  if (deepest === 3) return top;
  return deepest === 2 && shallowest === 2 && !PARTITION.test(top.slice(0, -1)) ? top : "";
}
