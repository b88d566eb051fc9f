"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";
import { withChanges } from "./choices";

export type ChangeUrl = (changes: Readonly<Record<string, string | null>>, how?: "push" | "replace") => void;

/**
 * What a person has chosen on this page, as the URL holds it, and how to change it. Changes are pushed, so that
 * the back button undoes them; typing is replaced, so that it does not fill the history.
 */
export function useUrlState(): [URLSearchParams, ChangeUrl] {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = useCallback<ChangeUrl>(
    (changes, how = "push") => {
      const url = `${pathname}${withChanges(window.location.search, changes)}`;
      if (how === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [pathname],
  );
  return [new URLSearchParams(params.toString()), change];
}
