"use client";

import { useEffect, useRef, useState } from "react";

/**
 * A value that changes at once where it is shown and is told to `onSettle` a moment after its last change, so that
 * typing and dragging neither fill the history nor ask the server at every step.
 *
 * @param settled value as it was told last; when it changes from elsewhere, as by the back button, it is shown.
 * @param isReady whether a value may be told; one that may not stays in its field only.
 */
export function useSettled<T extends string | number>(
  settled: T,
  onSettle: (value: T) => void,
  isReady: (value: T) => boolean = () => true,
  delayMs = 250,
): [T, (value: T) => void] {
  const [value, setValue] = useState(settled);
  const latest = useRef({ onSettle, isReady });
  latest.current = { onSettle, isReady };
  useEffect(() => setValue(settled), [settled]);
  useEffect(() => {
    if (Object.is(value, settled) || !latest.current.isReady(value)) return;
    const timer = setTimeout(() => latest.current.onSettle(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, settled, delayMs]);
  return [value, setValue];
}
