// Runs before the first paint, so that a stored theme never flashes the other one.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem("unitscope-theme");
  } catch {
    // Storage may be forbidden; the system's theme is then used.
  }
  const dark =
    stored === "dark" || (stored !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
