"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useEffect, useState } from "react";

type Preference = "system" | "light" | "dark";
const ORDER: readonly Preference[] = ["system", "light", "dark"];
const KEY = "unitscope-theme";
const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

function read(): Preference {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system"; // storage may be forbidden
  }
}

function store(preference: Preference): void {
  try {
    if (preference === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, preference);
  } catch {
    // Without storage the choice holds until the page is left.
  }
}

/** Cycles system, light, dark; the choice is kept in this browser. */
export function ThemeToggle() {
  const [preference, setPreference] = useState<Preference>("system");
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    setPreference(read());
    setReady(true);
  }, []);
  useEffect(() => {
    if (!isReady) return;
    const media = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const dark = preference === "dark" || (preference === "system" && media.matches);
      document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    };
    apply();
    media.addEventListener("change", apply);
    return () => media.removeEventListener("change", apply);
  }, [preference, isReady]);
  const Icon = ICONS[preference];
  const next = ORDER[(ORDER.indexOf(preference) + 1) % ORDER.length]!;
  return (
    <button
      type="button"
      title={`Theme: ${preference}. Click for ${next}.`}
      aria-label={`Theme: ${preference}. Switch to ${next}.`}
      onClick={() => {
        store(next);
        setPreference(next);
      }}
      className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
