/** Seconds since a moment, as text: "0.4 s", "12.0 s". */
export function elapsedSince(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Does a piece of work under a status line: on a terminal one line with the running time, elsewhere a line at
 * the beginning and one at the end.
 *
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withStatus(label, work) {
  const start = Date.now();
  const terminal = process.stdout.isTTY === true;
  const show = (text) => process.stdout.write(`\r\u001b[K${label.padEnd(34)} ${text}`);
  if (terminal) show("");
  else console.log(`${label} ...`);
  const clock = terminal ? setInterval(() => show(elapsedSince(start)), 200) : undefined;
  let result = "failed after";
  try {
    const value = await work();
    result = "done in";
    return value;
  } finally {
    clearInterval(clock);
    if (terminal) {
      show(`${result} ${elapsedSince(start)}`);
      process.stdout.write("\n");
    } else {
      console.log(`${label}: ${result} ${elapsedSince(start)}`);
    }
  }
}
