/** Colours of clusters, at least 4.5 : 1 against either surface; a cluster's number stands beside its colour. */
const COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ["#4f46e5", "#a5b4fc"],
  ["#b45309", "#fbbf24"],
  ["#0f766e", "#2dd4bf"],
  ["#be185d", "#f472b6"],
  ["#15803d", "#4ade80"],
  ["#0369a1", "#38bdf8"],
  ["#7e22ce", "#c084fc"],
  ["#b91c1c", "#f87171"],
];

export const CLUSTER_COLOURS = COLOURS;

/** CSS colour of a cluster, from 1; they repeat after the eighth. Muted for what is in none. */
export function clusterColour(cluster: number | null): string {
  if (cluster === null) return "var(--muted)";
  const [light, dark] = COLOURS[(cluster - 1) % COLOURS.length]!;
  return `light-dark(${light}, ${dark})`;
}
