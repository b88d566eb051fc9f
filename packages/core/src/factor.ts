/** What kind of input a factor is. `IMAGE` occurs only when the image is a factor of its own. */
export type FactorKind = "AUGMENTATION" | "PERMUTATION" | "CLASS" | "PARTITION" | "IMAGE";

/** Width and height of an image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** One scalar of a factor, uniform on [min, max). */
export interface FactorParameter {
  readonly key: string;
  readonly min: number;
  readonly max: number;
  /** True when the value is rounded to a whole number on use. */
  readonly integer: boolean;
  /** Unit of measure for people: px, deg, turn; absent for plain numbers. */
  readonly unit?: string;
}

/** An input whose influence is measured: an augmentation with all its parameters, or an auxiliary variable. */
export interface Factor {
  readonly key: string;
  readonly kind: FactorKind;
  readonly parameters: readonly FactorParameter[];
}
