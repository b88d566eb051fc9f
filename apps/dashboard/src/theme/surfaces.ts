/** Surface colours that code needs outside of CSS (contrast tests, exported pictures). Same values as globals.css. */
export const SURFACES = {
  light: { background: "#f8fafc", surface: "#ffffff", text: "#0f172a", muted: "#475569" },
  dark: { background: "#0b1120", surface: "#111a2e", text: "#e2e8f0", muted: "#9aa8bd" },
} as const;
