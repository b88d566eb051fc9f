import type { FolderContent, NamedFile } from "./folderContent.js";
import { depthOf } from "./imageDepths.js";
import { inTurns } from "./inTurns.js";

/** What people call partitions: a folder of such a name is no wrapper, nor is one beside it. */
const PARTITION = /^(train(ing)?|valid(ation)?|val|test(ing)?|dev|eval|all)(\/|$)/i;

/**
 * The one folder around all images, as archives often have, with a "/" at its end; empty when there is none. With
 * partitions it is the first of four parts, without them the first of three, unless it is called like a partition. There is
 * none where images of formats that are not read lie in another folder, or anything in one that is called like a partition.
 */
export async function wrapperOf<Found extends NamedFile>(content: FolderContent<Found>): Promise<string> {
  const { images, unread, others, emptyFolders } = content;
  const first = images[0]?.name ?? "";
  const top = first.slice(0, first.indexOf("/") + 1);
  if (top === "") return "";
  if (unread.some(({ name }) => name.includes("/") && !name.startsWith(top))) return "";
  const beside = [...others.map(({ name }) => name).filter((name) => name.includes("/")), ...emptyFolders];
  if (beside.some((name) => !name.startsWith(top) && PARTITION.test(name))) return "";
  let deepest = 0;
  let shallowest = Number.POSITIVE_INFINITY;
  let isAround = true;
  await inTurns(images, ({ name }) => {
    if (!name.startsWith(top)) isAround = false;
    const depth = depthOf(name);
    deepest = Math.max(deepest, depth);
    shallowest = Math.min(shallowest, depth);
  });
  if (!isAround) return "";
  if (deepest === 3) return top;
  return deepest === 2 && shallowest === 2 && !PARTITION.test(top) ? top : "";
}
