import { augmentationByKey } from "../augmentation/registry.js";
import type { Factor, FactorParameter } from "../factor.js";
import { cropSize } from "../image/framing.js";
import type { ColumnGroup } from "../sensitivity/groups.js";
import type { RunSpec } from "./runSpec.js";

/** Where a factor's values stand in a row of the design. */
export interface FactorColumns {
  readonly factor: Factor;
  /** First column of the factor. */
  readonly first: number;
  /** Column of the on/off switch, or -1 when the factor is always on. */
  readonly switchColumn: number;
}

/** The columns of a design row on the unit cube, and their grouping into factors. */
export interface InputSpace {
  readonly columns: number;
  readonly groups: readonly ColumnGroup[];
  /** Augmentations in natural order. */
  readonly augmentations: readonly FactorColumns[];
  /** Column of the order, class, partition and image choice; -1 where there is none. */
  readonly permutationColumn: number;
  readonly classColumn: number;
  readonly partitionColumn: number;
  readonly imageColumn: number;
  /** All factors in the order of the groups. */
  readonly factors: readonly Factor[];
}

const SWITCH: FactorParameter = { key: "on", min: 0, max: 1, integer: true };

/**
 * Lays the factors of a run out as columns, in the order of method.md's dimension table: the augmentations with their
 * parameters (and switch), then permutation, class, partition, image.
 *
 * An augmentation without parameters always has a switch, because a factor that is always on has no variance; the
 * others get one with `useSwitches`. (A contrast applies every augmentation and has no switches.) The image's own column belongs to the class group (image: WITH_CLASS) or is a
 * factor of its own (SEPARATE), or is absent (REDRAW).
 */
export function inputSpace(spec: RunSpec): InputSpace {
  const size = cropSize(spec.preprocessing);
  const groups: ColumnGroup[] = [];
  const factors: Factor[] = [];
  let columns = 0;
  const add = (factor: Factor): number => {
    const first = columns;
    columns += factor.parameters.length;
    factors.push(factor);
    groups.push({ key: factor.key, columns: factor.parameters.map((_, i) => first + i) });
    return first;
  };

  const augmentations = spec.factors.map((key): FactorColumns => {
    const own = augmentationByKey(key).parameters(size);
    const switched = spec.method !== "CONTRAST" && (own.length === 0 || spec.useSwitches);
    const parameters = switched ? [SWITCH, ...own] : [...own];
    const factor: Factor = { key, kind: "AUGMENTATION", parameters };
    const first = add(factor);
    return { factor, first: switched ? first + 1 : first, switchColumn: switched ? first : -1 };
  });

  let permutationColumn = -1;
  let classColumn = -1;
  let partitionColumn = -1;
  let imageColumn = -1;
  const image: FactorParameter = { key: "image", min: 0, max: 1, integer: false };
  if (spec.permutation) {
    const orders = factorial(spec.factors.length);
    permutationColumn = add({
      key: "permutation",
      kind: "PERMUTATION",
      parameters: [{ key: "order", min: 0, max: orders, integer: true }],
    });
  }
  if (spec.class) {
    const classes = spec.imageCounts[0].length;
    const parameters: FactorParameter[] = [{ key: "class", min: 0, max: classes, integer: true }];
    if (spec.image === "WITH_CLASS") parameters.push(image);
    classColumn = add({ key: "class", kind: "CLASS", parameters });
    if (spec.image === "WITH_CLASS") imageColumn = classColumn + 1;
  }
  if (spec.partition) {
    const partitions = spec.imageCounts.length;
    partitionColumn = add({
      key: "partition",
      kind: "PARTITION",
      parameters: [{ key: "partition", min: 0, max: partitions, integer: true }],
    });
  }
  if (spec.image === "SEPARATE") {
    imageColumn = add({ key: "image", kind: "IMAGE", parameters: [image] });
  }
  return {
    columns,
    groups,
    augmentations,
    permutationColumn,
    classColumn,
    partitionColumn,
    imageColumn,
    factors,
  };
}

/** The factors of a run with the parameters they really vary. */
export function factorsOf(spec: RunSpec): readonly Factor[] {
  return inputSpace(spec).factors;
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
