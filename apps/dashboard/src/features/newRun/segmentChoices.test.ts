import { expect, it } from "vitest";
import { segmentEnds, segmentFrom, segmentStarts } from "./segmentChoices";

const checkpoint = (name: string, shape: number[]) => ({ name, shape, unitCount: 1, suggested: true });
const NETWORK = [
  checkpoint("layer1", [4, 8, 8]),
  checkpoint("layer2", [8, 4, 4]),
  checkpoint("pooled", [8]),
  checkpoint("fc", [10]),
];

it("starts from maps and ends behind its start", () => {
  expect(segmentStarts(NETWORK)).toEqual(["layer1", "layer2"]);
  expect(segmentEnds(NETWORK, "layer1")).toEqual(["layer2", "pooled", "fc"]);
  expect(segmentEnds(NETWORK, null)).toEqual(["layer1", "layer2", "pooled", "fc"]);
  // Nothing follows a lone checkpoint, but the network's input still leads to it.
  expect(segmentStarts(NETWORK.slice(0, 1))).toEqual([]);
});

it("keeps end and channel when the start moves, where it can", () => {
  const first = segmentFrom(NETWORK, "layer1", null);
  expect(first).toEqual({ from: "layer1", to: "layer2", channel: "H" });
  const chosen = { from: "layer1", to: "fc", channel: "S" } as const;
  expect(segmentFrom(NETWORK, "layer2", chosen)).toEqual({ ...chosen, from: "layer2" });
  expect(segmentFrom(NETWORK, "layer2", first)).toEqual({ from: "layer2", to: "pooled", channel: "H" });
  expect(segmentFrom([], null, null)).toBeNull();
});
