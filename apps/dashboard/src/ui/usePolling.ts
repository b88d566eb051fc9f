"use client";

import { useEffect } from "react";

const EVERY_MS = 1000;

/** Asks again every second while something is active, and not at all afterwards. */
export function usePolling(
  isActive: boolean,
  startPolling: (intervalMs: number) => void,
  stopPolling: () => void,
): void {
  useEffect(() => {
    if (!isActive) return;
    startPolling(EVERY_MS);
    return stopPolling;
  }, [isActive, startPolling, stopPolling]);
}
