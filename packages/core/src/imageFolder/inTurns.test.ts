import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { arrangeImages } from "./arrangeImages.js";
import { FolderContent, type NamedFile } from "./folderContent.js";
import { inTurns, STEPS_PER_TURN, sortedInTurns } from "./inTurns.js";
import { temporaryFolder } from "./testing/folderOf.js";
import { ENTRIES_AT_ONCE, walkFolder } from "./walkFolder.js";

/** How often the event loop turns during the work, and after which counts of `progress`. */
async function turnsOf<T>(work: () => Promise<T>, progress: () => number = () => 0) {
  const counts = [progress()];
  let isDone = false;
  const turn = () => {
    counts.push(progress());
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work();
  isDone = true;
  const steps = counts.slice(1).map((count, i) => count - counts[i]);
  return {
    result,
    turns: counts.length,
    mostSteps: Math.max(...steps, progress() - (counts.at(-1) as number)),
  };
}

/** The same names in another order. */
function shuffled(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 7_919) % count);
}

it("does no more steps between two turns of the event loop than are allowed", async () => {
  let steps = 0;
  const { mostSteps } = await turnsOf(
    () => inTurns(Array(3 * STEPS_PER_TURN + 1).keys(), () => steps++),
    () => steps,
  );
  expect(steps).toBe(3 * STEPS_PER_TURN + 1);
  expect(mostSteps).toBe(STEPS_PER_TURN);
});

it.each([0, 1, STEPS_PER_TURN - 1, STEPS_PER_TURN, 7 * STEPS_PER_TURN + 3])(
  "sorts %i items as one sort does, with bounded work between two turns",
  async (count) => {
    // Pairs of equal ones, told apart by their place.
    const items = shuffled(count).map((value, place) => ({ key: Math.floor(value / 2), place }));
    let compared = 0;
    const compare = (a: { key: number }, b: { key: number }) => {
      compared++;
      return a.key - b.key;
    };
    const { result, mostSteps } = await turnsOf(
      () => sortedInTurns(items, compare),
      () => compared,
    );
    expect(result).toEqual([...items].sort((a, b) => a.key - b.key));
    // Those of one run, or of the end of a merge and the beginning of the next.
    expect(mostSteps).toBeLessThanOrEqual(2 * STEPS_PER_TURN * Math.log2(STEPS_PER_TURN));
  },
);

it.each([1, 10, 5_000])("arranges many images in %i classes in many turns", async (classes) => {
  const count = 12 * STEPS_PER_TURN;
  const content = new FolderContent<NamedFile>();
  for (const i of shuffled(count)) content.images.push({ name: `c${i % classes}/${i}.png` });
  const { result, turns } = await turnsOf(() => arrangeImages(content, "The folder"));
  expect(result.images).toHaveLength(count);
  // Names, depths, groups, runs of the sort and its merges: each goes through all images.
  const passes = 4 + Math.ceil(Math.log2(count / STEPS_PER_TURN));
  expect(turns).toBeGreaterThanOrEqual((passes * count) / STEPS_PER_TURN - passes);
});

it("lists a folder of many files in many turns", async () => {
  const folder = await temporaryFolder();
  const count = 8 * ENTRIES_AT_ONCE;
  const files = Array.from({ length: count }, (_, i) => path.join(folder, `${i}.png`));
  await Promise.all(files.map((file) => writeFile(file, "")));
  const { result, turns } = await turnsOf(() => walkFolder(folder));
  expect(result.content.images).toHaveLength(count);
  // Once when they are read, once when they are looked at.
  expect(turns).toBeGreaterThanOrEqual((2 * count) / ENTRIES_AT_ONCE - 1);
});
