import { describe, expect, it } from "vitest";
import { clusterSentence } from "./clusterSentence";
import { prepareDendrogram } from "./prepareDendrogram";

// a and c merge at 0.1, then b joins at 0.4; d joins at 0.9.
const clustering = {
  leaves: ["a", "b", "c", "d"],
  leafOrder: [3, 1, 0, 2],
  merges: [
    { left: 0, right: 2, height: 0.1 },
    { left: 1, right: 4, height: 0.4 },
    { left: 3, right: 5, height: 0.9 },
  ],
  height: 0.2,
  clusterOfLeaf: [1, 2, 1, 3],
};

describe("prepareDendrogram", () => {
  it("puts leaves into their lines, merges halfway between their parts", () => {
    const { leaves, links } = prepareDendrogram(clustering);
    expect(leaves.map(({ name, slot }) => [name, slot])).toEqual([
      ["d", 0],
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]);
    expect(links.map(({ height, arms }) => [height, arms])).toEqual([
      [
        0.1,
        [
          { slot: 2, height: 0 },
          { slot: 3, height: 0 },
        ],
      ],
      [
        0.4,
        [
          { slot: 1, height: 0 },
          { slot: 2.5, height: 0.1 },
        ],
      ],
      [
        0.9,
        [
          { slot: 0, height: 0 },
          { slot: 1.75, height: 0.4 },
        ],
      ],
    ]);
  });
  it("numbers clusters of two and more only, and colours what lies below the cut", () => {
    const { leaves, links, clusters } = prepareDendrogram(clustering);
    expect(leaves.map(({ cluster }) => cluster)).toEqual([null, null, 1, 1]);
    expect(links.map(({ cluster }) => cluster)).toEqual([1, null, null]);
    expect(clusters).toEqual([{ cluster: 1, leaves: ["a", "c"] }]);
  });
  it("takes a single leaf as it is", () => {
    const one = { leaves: ["a"], leafOrder: [0], merges: [], height: 0.2, clusterOfLeaf: [1] };
    expect(prepareDendrogram(one)).toEqual({
      leaves: [{ name: "a", slot: 0, cluster: null }],
      links: [],
      clusters: [],
    });
  });
});

describe("clusterSentence", () => {
  const name = (leaf: string) => leaf.toUpperCase();
  it("tells what the cut gives and the closest pair", () => {
    expect(clusterSentence(prepareDendrogram(clustering), 0.2, name)).toBe(
      "Cut at 0.200: 1 cluster with 2 of 4 leaves, the others stand alone. Closest of all, 0.100 apart, are A and C.",
    );
  });
  it("says so when nothing belongs together", () => {
    const none = { ...clustering, height: 0.05, clusterOfLeaf: [1, 2, 3, 4] };
    expect(clusterSentence(prepareDendrogram(none), 0.05, name)).toMatch(/^At a distance of 0.050 nothing/);
  });
});
