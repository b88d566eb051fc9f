import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionTypes } from "../paging/connection.js";
import { Measure } from "../run/run.enums.js";

const TRUSTED =
  "Does the interval hold what it says? False when fewer than 64 effective base samples tell something about the unit: then intervals of S1 and S2 are too narrow, those of ST and SHAPLEY slightly. Null for measures that are no shares of variance and where there is no value.";

export const UnitOrder = { VALUE_DESC: "VALUE_DESC", VALUE_ASC: "VALUE_ASC", UNIT_ASC: "UNIT_ASC" } as const;
export type UnitOrder = (typeof UnitOrder)[keyof typeof UnitOrder];

registerEnumType(UnitOrder, {
  name: "UnitOrder",
  description: "Order of a list of units. Equal values keep the order of the units.",
  valuesConfig: {
    VALUE_DESC: { description: "The largest value first." },
    VALUE_ASC: { description: "The smallest value first." },
    UNIT_ASC: { description: "By channel, row, column." },
  },
});

@InputType("UnitFilter", { description: "Which value of the units is listed, and which units." })
export class UnitFilter {
  @Field(() => String, { description: "Name of the checkpoint." })
  checkpoint!: string;

  @Field(() => Measure, { description: "What the value says." })
  measure!: Measure;

  @Field(() => String, { description: "Key of the factor; an empty string for MEAN and VARIANCE." })
  factor!: string;

  @Field(() => String, { nullable: true, description: "Second factor, for S2." })
  withFactor?: string | null;

  @Field(() => Int, { nullable: true, description: "Only units of this channel." })
  channel?: number | null;

  @Field(() => Float, { nullable: true, description: "Only units at or above this value." })
  minValue?: number | null;

  @Field(() => Float, { nullable: true, description: "Only units at or below this value." })
  maxValue?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Keep units whose value is at or above this percentile of the checkpoint (0 to 1).",
  })
  minPercentile?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Keep units whose value is at or below this percentile of the checkpoint (0 to 1).",
  })
  maxPercentile?: number | null;
}

@ObjectType("UnitValue", { description: "One value of one unit." })
export class UnitValueType {
  @Field(() => Int, { description: "Channel of the unit, from 0." })
  channel!: number;

  @Field(() => Int, { description: "Row, from 0." })
  y!: number;

  @Field(() => Int, { description: "Column, from 0." })
  x!: number;

  @Field(() => Float, { nullable: true, description: "The value; units without one are not listed." })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Half width of the 95 % confidence interval; null when there is none.",
  })
  halfWidth95!: number | null;

  @Field(() => Boolean, { nullable: true, description: TRUSTED })
  trusted!: boolean | null;
}

const types = connectionTypes("Unit", "units", () => UnitValueType);
export const UnitConnection = types.connection;

@ObjectType("UnitIndex", { description: "One measure of one factor at one unit." })
export class UnitIndexType {
  @Field(() => Measure, { description: "What the value says." })
  measure!: Measure;

  @Field(() => String, { nullable: true, description: "Key of the factor." })
  factor!: string | null;

  @Field(() => String, { nullable: true, description: "Second factor of an S2 index." })
  withFactor!: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "For S1, ST, S2 and SHAPLEY the share of the unit's output variance, without unit; for the others see Measure. Null when the unit's variance is zero. A share may be slightly negative: sampling error.",
  })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Half width of the 95 % confidence interval; null when there is none.",
  })
  halfWidth95!: number | null;

  @Field(() => Boolean, { nullable: true, description: TRUSTED })
  trusted!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Is the index distinguishable from 0? Of the units of a map that are, an expected share of at most 5 % is 0 in truth (Benjamini-Hochberg). Null for measures that are no shares of variance and where there is no value.",
  })
  distinguishable!: boolean | null;
}

@ObjectType("Unit", { description: "One scalar of a checkpoint with everything a run says about it." })
export class UnitType {
  @Field(() => String, { description: "Name of the checkpoint." })
  checkpoint!: string;

  @Field(() => Int, { description: "Channel, from 0." })
  channel!: number;

  @Field(() => Int, { description: "Row, from 0." })
  y!: number;

  @Field(() => Int, { description: "Column, from 0." })
  x!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Mean of its output, in activations; null for CONTRAST.",
  })
  mean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Variance of its output, in squared activations; null for CONTRAST.",
  })
  variance!: number | null;

  @Field(() => [UnitIndexType], { description: "Every measure of every factor, in the order of indexMaps." })
  indices!: UnitIndexType[];
}
