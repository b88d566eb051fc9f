import { GraphQLFloat, GraphQLList, type GraphQLScalarType } from "graphql";

/** Stands for a row of numbers of which any may be undefined: [Float]. */
export class NumberRow {}

/**
 * Entry of the schema's `scalarsMap`. type-graphql makes all levels of a nested list nullable or none, but takes
 * whatever output type a map gives it, so that lists of these rows are [[Float]!]!.
 */
export const NUMBER_ROWS = {
  type: NumberRow,
  scalar: new GraphQLList(GraphQLFloat) as unknown as GraphQLScalarType,
};

/** NaN and infinity become null. */
export function numbersOrNull(rows: readonly ArrayLike<number>[]): (number | null)[][] {
  return rows.map((row) => Array.from(row, (value) => (Number.isFinite(value) ? value : null)));
}
