/** Unit in which memories grow. */
export const PAGE_BYTES = 65_536;
/** Kernels read and write whole vectors, so a little past the end of an array. */
const SLACK_BYTES = 64;

/**
 * Places for arrays of these lengths one behind the other, from an address on.
 *
 * @returns their addresses, multiples of 16, and the first one behind them.
 */
export function placesFrom(
  start: number,
  byteLengths: readonly number[],
): { readonly addresses: number[]; readonly end: number } {
  let end = start;
  const addresses = byteLengths.map((length) => {
    const address = Math.ceil(end / 16) * 16;
    end = address + length + SLACK_BYTES;
    return address;
  });
  return { addresses, end };
}
