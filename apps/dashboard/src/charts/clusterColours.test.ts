import { expect, it } from "vitest";
import { contrastRatio } from "@/theme/contrast";
import { SURFACES } from "@/theme/surfaces";
import { CLUSTER_COLOURS, clusterColour } from "./clusterColours";

it.each(CLUSTER_COLOURS)("%s and %s are readable on their surfaces (AA, 4.5 : 1)", (light, dark) => {
  expect(contrastRatio(light, SURFACES.light.surface)).toBeGreaterThanOrEqual(4.5);
  expect(contrastRatio(dark, SURFACES.dark.surface)).toBeGreaterThanOrEqual(4.5);
});

it("repeats after the last, and is quiet outside of clusters", () => {
  expect(clusterColour(1)).toBe(clusterColour(1 + CLUSTER_COLOURS.length));
  expect(clusterColour(1)).not.toBe(clusterColour(2));
  expect(clusterColour(null)).toBe("var(--muted)");
});
