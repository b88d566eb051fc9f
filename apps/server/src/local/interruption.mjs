// Plain JavaScript, as the scripts use it before anything is built.
import { watchNpm } from "./npmParent.mjs";

const SIGNALS = /** @type {const} */ ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 });
const NAMES = /** @type {(keyof typeof SIGNALS)[]} */ (Object.keys(SIGNALS));
/** One Ctrl-C in a terminal can arrive several times: from the terminal, and passed on by npm. */
const SAME_KEY_MS = 700;

/**
 * Calls `first` at the first signal that asks this process to end, and `again` at each later one. An npm that started this
 * process and is gone, killed without a chance to pass on a signal, counts as one.
 *
 * @param {(exitCode: number) => void} first
 * @param {(exitCode: number) => void} again both are told the exit code that says which signal it was
 * @returns {() => void} stops listening
 */
export function onInterruption(first, again) {
  let last = Number.NEGATIVE_INFINITY;
  let count = 0;
  /** @param {NodeJS.Signals} signal */
  const handle = (signal) => {
    const now = Date.now();
    const isNew = now - last > SAME_KEY_MS;
    last = now;
    if (!isNew) return;
    count += 1;
    const exitCode = 128 + SIGNALS[/** @type {keyof typeof SIGNALS} */ (signal)];
    if (count === 1) first(exitCode);
    else again(exitCode);
  };
  for (const signal of NAMES) process.on(signal, handle);
  const unwatch = watchNpm(() => handle("SIGHUP"));
  return () => {
    unwatch();
    for (const signal of NAMES) process.off(signal, handle);
  };
}
