/**
 * Values of 0 to 1 have no mean above 1, so such a mean belongs to values of 0 to 255. A mean of 255-scale images that
 * is 1 or less in all channels would be that of black pictures.
 */
const GREATEST_MEAN = 1;
/**
 * The standard deviation of values of 0 to 1 is 0.5 at most, and 1 leaves them as they are. On the other scale no
 * published one is below 20. Up to 2 a divisor may still be meant, above it is of the other scale.
 */
const GREATEST_STD = 2;
/** Where the mean is of 0 to 255, a deviation from here on is too: 1 there leaves values of 0 to 255 undivided. */
const LEAST_STD_BESIDE_BYTE_MEAN = 1;
const GREATEST_BYTE = 255;
/** Mean and deviation of photographs lie from 0.1 to 0.7; divided by 255 once more both are below this. */
const GREATEST_TWICE_DIVIDED = 1 / 300;

/** A fault of one part of a request. */
export interface Fault {
  readonly field: "mean" | "std";
  readonly message: string;
}

/**
 * What is wrong with mean and deviation as numbers for values of 0 to 1.
 *
 * @param mean finite, one a channel; empty where there are none to judge, `std` likewise
 *
 * @returns nothing when they can be meant.
 */
export function scaleFaults(mean: readonly number[], std: readonly number[]): Fault[] {
  const faults: Fault[] = [];
  const hasLowStd = std.some((value) => value <= 0);
  if (hasLowStd) {
    faults.push({ field: "std", message: `std is ${listed(std)}; every value must be above 0` });
  }
  const hasLowMean = mean.some((value) => value < 0);
  if (hasLowMean) {
    faults.push({
      field: "mean",
      message: `mean is ${listed(mean)}; it is subtracted from values of 0 to 1, so every value must lie from 0 to 1`,
    });
  }
  if (areDividedTwice(mean, std)) {
    const right = [mean, std].map((values) => listed(values.map((value) => value * GREATEST_BYTE)));
    faults.push({
      field: "std",
      message: `mean ${listed(mean)} and std ${listed(std)}: these look divided by 255 once too often; on the scale from 0 to 1 they are mean ${right[0]} std ${right[1]}`,
    });
  }
  return [...faults, ...byteScaleFaults(hasLowMean ? [] : mean, hasLowStd ? [] : std)];
}

/** A mean of 0 leaves it open what a small deviation is meant for. */
function areDividedTwice(mean: readonly number[], std: readonly number[]): boolean {
  const all = [...mean, ...std];
  return (
    mean.length > 0 && std.length > 0 && all.every((value) => value > 0 && value < GREATEST_TWICE_DIVIDED)
  );
}

/** The fault of numbers for values of 0 to 255, with those that would be right. */
function byteScaleFaults(mean: readonly number[], std: readonly number[]): Fault[] {
  const isByteMean = mean.some((value) => value > GREATEST_MEAN);
  const isByteStd =
    std.some((value) => value > GREATEST_STD) ||
    (isByteMean && std.some((value) => value >= LEAST_STD_BESIDE_BYTE_MEAN));
  if (!isByteMean && !isByteStd) return [];
  const given = [isByteMean && `mean ${listed(mean)}`, isByteStd && `std ${listed(std)}`].filter(Boolean);
  const right = [
    mean.length > 0 && `mean ${listed(isByteMean ? scaled(mean) : mean)}`,
    std.length > 0 && `std ${listed(isByteStd ? scaled(std) : std)}`,
  ].filter(Boolean);
  return [
    {
      field: isByteMean ? "mean" : "std",
      message: `${given.join(" and ")}: these belong to values of 0..255; on the scale from 0 to 1 they are ${right.join(" ")}`,
    },
  ];
}

function scaled(values: readonly number[]): number[] {
  return values.map((value) => value / GREATEST_BYTE);
}

/** "0.485,0.456,0.406": at most six digits, as a request takes them. */
export function listed(values: readonly number[]): string {
  return values.map((value) => String(Number(value.toPrecision(6)))).join(",");
}
