const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One Ctrl-C in a terminal can arrive several times: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 700;

/**
 * Calls `first` at the first signal that asks this process to end, and `again` at each later one.
 *
 * @returns stops listening
 */
export function onInterruption(first: () => void, again: () => void): () => void {
  let last = 0;
  let count = 0;
  const handle = (): void => {
    const now = Date.now();
    const isNew = now - last > SAME_KEY_MS;
    last = now;
    if (!isNew) return;
    count += 1;
    if (count === 1) first();
    else again();
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return () => {
    for (const signal of SIGNALS) process.off(signal, handle);
  };
}
