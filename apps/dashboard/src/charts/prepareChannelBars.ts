/** How much of each channel a mask touches. */
export interface ChannelBars {
  /** (C) share of the channel's units, 0 to 1. */
  readonly shares: readonly number[];
  /** Channels with at least one unit. */
  readonly touched: number;
  /** Channels of which every unit is touched. */
  readonly whole: number;
  /** The channel with the most units; null when none is touched. */
  readonly most: { readonly channel: number; readonly unitCount: number } | null;
}

/**
 * Shares by channel; channels that the API leaves out have no unit.
 *
 * @param shape [C, H, W], or [C] for a vector.
 */
export function prepareChannelBars(
  channels: readonly { readonly channel: number; readonly unitCount: number }[],
  shape: readonly number[],
): ChannelBars {
  const [count = 0, ...extent] = shape;
  const perChannel = extent.reduce((product, size) => product * size, 1);
  const shares = new Array<number>(count).fill(0);
  let most: ChannelBars["most"] = null;
  for (const { channel, unitCount } of channels) {
    if (channel >= count) continue;
    shares[channel] = unitCount / perChannel;
    if (unitCount > (most?.unitCount ?? 0)) most = { channel, unitCount };
  }
  return {
    shares,
    touched: shares.filter((share) => share > 0).length,
    whole: shares.filter((share) => share === 1).length,
    most,
  };
}

/** The bars as one path on a plot of the given size, px; empty without channels. */
export function barsPath(shares: readonly number[], width: number, height: number): string {
  const step = width / shares.length;
  const gap = step >= 4 ? 1 : 0;
  return shares
    .flatMap((share, at) =>
      share > 0
        ? [
            `M${(at * step).toFixed(2)},${height}v${(-share * height).toFixed(2)}h${(step - gap).toFixed(2)}v${(share * height).toFixed(2)}Z`,
          ]
        : [],
    )
    .join("");
}
