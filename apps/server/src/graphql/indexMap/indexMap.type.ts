import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { IndexMapRow } from "../../db/indexMaps.js";
import type { Quantile } from "../../store/mapSummary.js";
import type { VectorChannel } from "../../store/vectorChannels.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { Measure } from "../run/run.enums.js";

const AGGREGATED =
  "as one multivariate output: numerators and denominators added over the units (Gamboa et al. 2014), which weighs units by their variance. Null for measures that are no shares of variance, and where no unit varies.";
const MEAN_HALF_WIDTH =
  "Mean of the half widths of the units' 95 % intervals: an upper bound of the half width of their mean, because the errors of units that share images are correlated. Null when there is none.";

export const ChannelOrder = { INDEX_ASC: "INDEX_ASC", MEAN_DESC: "MEAN_DESC", MAX_DESC: "MAX_DESC" } as const;
export type ChannelOrder = (typeof ChannelOrder)[keyof typeof ChannelOrder];

registerEnumType(ChannelOrder, {
  name: "ChannelOrder",
  description: "Order of a list of channels; channels without a defined unit come last.",
  valuesConfig: {
    INDEX_ASC: { description: "As in the network." },
    MEAN_DESC: { description: "The largest mean first." },
    MAX_DESC: { description: "The largest unit first." },
  },
});

@ObjectType("Quantile", { description: "A quantile of the units' values." })
export class QuantileType {
  @Field(() => Float, { description: "Share of the units below, 0 to 1." })
  p!: number;

  @Field(() => Float, { nullable: true, description: "Null when no unit is defined." })
  value!: number | null;
}

@ObjectType("Histogram", { description: "How many units have a value in each of equal bins." })
export class HistogramType {
  @Field(() => [Float], {
    description: "Bounds of the bins, one more than counts; empty when no unit is defined.",
  })
  edges!: number[];

  @Field(() => [Int], {
    description: "Units in each bin; a bin holds its lower bound, the last one its upper bound, too.",
  })
  counts!: number[];
}

@ObjectType("Summary", { description: "A map in numbers, over the units that are defined." })
export class SummaryType {
  constructor(readonly map: IndexMapRow) {}

  @Field(() => Int, { description: "Units that are defined." })
  get count(): number {
    return this.map.unitCount - this.map.undefinedCount;
  }

  @Field(() => Float, { nullable: true, description: "Mean over the units." })
  get mean(): number | null {
    return this.map.mean;
  }

  @Field(() => Float, { nullable: true, description: MEAN_HALF_WIDTH })
  get meanHalfWidth95(): number | null {
    return this.map.meanHalfWidth;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Units that are defined but whose interval is not to be trusted: fewer than 64 effective base samples tell something about them. Null for measures that are no shares of variance.",
  })
  get untrustedCount(): number | null {
    return this.map.untrustedCount;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      "Units whose index is distinguishable from 0: of these an expected share of at most 5 % is 0 in truth (Benjamini-Hochberg over the units of the map). Null for measures that are no shares of variance.",
  })
  get distinguishableCount(): number | null {
    return this.map.distinguishableCount;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      "Largest half width of intervals that hold for all units of the map at once with 95 % confidence (Bonferroni); each unit's own halfWidth95 holds for that unit alone. Null where there is none.",
  })
  get simultaneousHalfWidth95(): number | null {
    return this.map.simultaneousHalfWidth;
  }

  @Field(() => Float, { nullable: true, description: `The checkpoint ${AGGREGATED}` })
  get aggregated(): number | null {
    return this.map.aggregated;
  }

  @Field(() => Float, { nullable: true, description: "Half width of the 95 % interval of `aggregated`." })
  get aggregatedHalfWidth95(): number | null {
    return this.map.aggregatedHalfWidth;
  }

  @Field(() => Float, { nullable: true, description: "Standard deviation between the units." })
  get sd(): number | null {
    return this.map.sd;
  }

  @Field(() => Float, { nullable: true, description: "Smallest value." })
  get min(): number | null {
    return this.map.min;
  }

  @Field(() => Float, { nullable: true, description: "Largest value." })
  get max(): number | null {
    return this.map.max;
  }

  @Field(() => [QuantileType], { description: "At 1, 5, 25, 50, 75, 95 and 99 %." })
  get quantiles(): QuantileType[] {
    return this.map.quantiles as unknown as Quantile[];
  }

  @Field(() => Int, {
    description: "Units without variance: they have no index, which is not an index of 0.",
  })
  get undefinedCount(): number {
    return this.map.undefinedCount;
  }
}

@ObjectType("ChannelSummary", {
  description: "One channel of a map in numbers, over the units that are defined.",
})
export class ChannelSummaryType {
  constructor(private readonly row: VectorChannel) {}

  @Field(() => Int, { description: "Number of the channel, from 0." })
  get channel(): number {
    return this.row.channel;
  }

  @Field(() => Float, { nullable: true, description: "Mean over the channel's units." })
  get mean(): number | null {
    return this.row.mean;
  }

  @Field(() => Float, { nullable: true, description: "Largest value." })
  get max(): number | null {
    return this.row.max;
  }

  @Field(() => Int, { nullable: true, description: "Row of the largest value." })
  get argmaxY(): number | null {
    return this.row.argmaxY;
  }

  @Field(() => Int, { nullable: true, description: "Column of the largest value." })
  get argmaxX(): number | null {
    return this.row.argmaxX;
  }

  @Field(() => Float, { nullable: true, description: MEAN_HALF_WIDTH })
  get halfWidth95(): number | null {
    return this.row.halfWidth;
  }

  @Field(() => Float, { nullable: true, description: `The channel ${AGGREGATED}` })
  get aggregated(): number | null {
    return this.row.aggregated;
  }

  @Field(() => Float, { nullable: true, description: "Half width of the 95 % interval of `aggregated`." })
  get aggregatedHalfWidth95(): number | null {
    return this.row.aggregatedHalfWidth;
  }

  @Field(() => Int, { description: "Units of the channel without variance." })
  get undefinedCount(): number {
    return this.row.undefinedCount;
  }
}

@ObjectType("IndexMap", {
  implements: NodeType,
  description: "One measure of one factor over all units of one checkpoint.",
})
export class IndexMapType implements NodeType {
  constructor(
    readonly row: IndexMapRow,
    /** Network of the run, where the checkpoint is described. */
    readonly modelId: string,
  ) {}

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("IndexMap", this.row.id);
  }

  @Field(() => Measure, { description: "What the values say." })
  get measure(): Measure {
    return this.row.measure;
  }

  @Field(() => String, { nullable: true, description: "Key of the factor; null for MEAN and VARIANCE." })
  get factor(): string | null {
    return this.row.factor || null;
  }

  @Field(() => String, { nullable: true, description: "Second factor of an S2 index." })
  get withFactor(): string | null {
    return this.row.withFactor || null;
  }

  @Field(() => SummaryType, { description: "The map in numbers." })
  get summary(): SummaryType {
    return new SummaryType(this.row);
  }
}
