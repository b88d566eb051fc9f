/** Marker drawn on a factor's line, so that colour is never the only sign. */
export type MarkerShape = "circle" | "square" | "diamond" | "triangle" | "triangleDown" | "cross";

/** How one factor looks in every chart. */
export interface FactorLook {
  /** On a light surface; at least 4.5 : 1 against it. */
  readonly light: string;
  /** On a dark surface; at least 4.5 : 1 against it. */
  readonly dark: string;
  readonly marker: MarkerShape;
  /** A hollow marker; auxiliary factors are hollow. */
  readonly hollow: boolean;
}

const look = (light: string, dark: string, marker: MarkerShape, hollow = false): FactorLook => ({
  light,
  dark,
  marker,
  hollow,
});

/** The only place where factors get their colours. Families share a hue: geometry, colour, blur, auxiliary. */
export const FACTOR_LOOKS: Readonly<Record<string, FactorLook>> = {
  erasing: look("#1d4ed8", "#60a5fa", "circle"),
  rolling: look("#0369a1", "#38bdf8", "diamond"),
  hflip: look("#0e7490", "#22d3ee", "square"),
  rotation: look("#0f766e", "#2dd4bf", "triangle"),
  brightness: look("#a16207", "#fde047", "circle"),
  contrast: look("#b45309", "#fbbf24", "diamond"),
  saturation: look("#c2410c", "#fb923c", "triangleDown"),
  hue: look("#dc2626", "#f87171", "square"),
  grayscaling: look("#92400e", "#fcd34d", "triangle"),
  sharpness: look("#6d28d9", "#a78bfa", "cross"),
  gaussian_blur: look("#a21caf", "#e879f9", "triangleDown"),
  elliptic_local_blur: look("#7e22ce", "#c084fc", "cross"),
  permutation: look("#64748b", "#94a3b8", "triangle", true),
  class: look("#334155", "#cbd5e1", "circle", true),
  partition: look("#71717a", "#a1a1aa", "square", true),
  image: look("#57534e", "#d6d3d1", "diamond", true),
};

const UNKNOWN = look("#475569", "#94a3b8", "circle", true);

/** The look of a factor; a factor that this dashboard does not know is drawn grey. */
export function factorLook(key: string): FactorLook {
  return FACTOR_LOOKS[key] ?? UNKNOWN;
}

/** CSS colour of a factor that follows the theme. */
export function factorColour(key: string): string {
  return key in FACTOR_LOOKS ? `var(--factor-${key})` : "var(--factor-unknown)";
}

/** The style sheet that defines `--factor-<key>` for both themes; the root layout puts it in the page. */
export function factorStyleSheet(): string {
  const entries = [...Object.entries(FACTOR_LOOKS), ["unknown", UNKNOWN] as const];
  const block = (theme: "light" | "dark") =>
    entries.map(([key, value]) => `--factor-${key}:${value[theme]}`).join(";");
  return `:root{${block("light")}}html[data-theme=dark]{${block("dark")}}`;
}
