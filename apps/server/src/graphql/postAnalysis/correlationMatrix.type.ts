import { Field, Int, ObjectType } from "type-graphql";
import { NumberRow, numbersOrNull } from "./numberRows.js";

/** Rank correlations [r][c]; NaN where undefined. */
interface Correlations {
  readonly rho: readonly ArrayLike<number>[];
  /** Two-sided p values. */
  readonly p: readonly ArrayLike<number>[];
  /** Where rho is a mean over slices: standard deviation between them, and how many of them have a rho. */
  readonly sd?: readonly ArrayLike<number>[];
  readonly slices?: readonly (readonly number[])[];
}

@ObjectType("CorrelationMatrix", {
  description:
    "Spearman's rank correlations, -1 to 1. Rows and columns are the same things unless `columnLabels` says otherwise.",
})
export class CorrelationMatrixType {
  /** @param columnLabels names of the columns where they are not those of the rows. */
  constructor(labels: readonly string[], correlations: Correlations, columnLabels = labels) {
    this.labels = [...labels];
    this.columnLabels = [...columnLabels];
    this.rho = numbersOrNull(correlations.rho);
    this.pValue = numbersOrNull(correlations.p);
    this.sd = correlations.sd ? numbersOrNull(correlations.sd) : null;
    this.slices = correlations.slices?.map((row) => [...row]) ?? null;
  }

  @Field(() => [String], { description: "Names of the rows." })
  labels: string[];

  @Field(() => [String], { description: "Names of the columns." })
  columnLabels: string[];

  @Field(() => [NumberRow], {
    description:
      "[row][column] rho, a mean where there are several slices; null where it is undefined, as for a constant.",
  })
  rho: (number | null)[][];

  @Field(() => [NumberRow], {
    description:
      "[row][column] two-sided p value of rho = 0 by Student's t; null where rho is undefined or a mean over slices, which are not independent.",
  })
  pValue: (number | null)[][];

  @Field(() => [NumberRow], {
    nullable: true,
    description:
      "[row][column] standard deviation of rho between the slices, divisor n - 1; null with fewer than two. The whole is null where nothing is sliced.",
  })
  sd: (number | null)[][] | null;

  @Field(() => [[Int]], {
    nullable: true,
    description: "[row][column] slices with a rho: pixels of the checkpoint. Null where nothing is sliced.",
  })
  slices: number[][] | null;
}
