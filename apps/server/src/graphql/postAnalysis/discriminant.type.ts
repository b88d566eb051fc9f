import type { MapDiscriminant } from "@unitscope/core/reading";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { finite } from "../../store/mapSummary.js";

@ObjectType("DiscriminantPoint", {
  description: "One channel's map under one factor, placed on the first two discriminant axes.",
})
export class DiscriminantPointType {
  @Field(() => String, { description: "Key of the factor." })
  label!: string;

  @Field(() => Int, { description: "Number of the channel." })
  channel!: number;

  @Field(() => Float, {
    description:
      "Place on the axis that tells the factors apart best, in standard deviations within factors; its sign is arbitrary.",
  })
  x!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Place on the second axis; null where there is one only.",
  })
  y!: number | null;
}

@ObjectType("DiscriminantResult", {
  description:
    "Cross-validated linear discriminant analysis of the channels' maps, whose class is the factor. All maps of a channel are on one side of every split.",
})
export class DiscriminantResultType {
  constructor(
    private readonly result: MapDiscriminant,
    /** Name of the checkpoint whose maps are told apart. */
    readonly checkpointName: string,
    private readonly factors: readonly string[],
  ) {}

  @Field(() => String, { description: "Name of the checkpoint whose maps are told apart." })
  get checkpoint(): string {
    return this.checkpointName;
  }

  @Field(() => Float, { description: "Mean of the folds' accuracies, 0 to 1." })
  get accuracy(): number {
    return this.result.accuracy;
  }

  @Field(() => Float, {
    description:
      "Half the width of the 95 % interval from low95 to high95: Wilson's over channels, because the maps of a channel and the repeats are not independent; channels count as many as one fold trains on (Nadeau and Bengio 2003).",
  })
  get halfWidth95(): number {
    return this.result.interval.halfWidth;
  }

  @Field(() => Float, { description: "Lower end of the interval; above `chance` when factors can be told." })
  get low95(): number {
    return this.result.interval.low;
  }

  @Field(() => Float, { description: "Upper end of the interval." })
  get high95(): number {
    return this.result.interval.high;
  }

  @Field(() => [Float], { description: "Accuracy of every fold, repeat by repeat." })
  get foldAccuracies(): number[] {
    return [...this.result.foldAccuracies];
  }

  @Field(() => [String], { description: "Keys of the factors, in the order of `confusion`." })
  get labels(): string[] {
    return [...this.factors];
  }

  @Field(() => [[Int]], {
    description: "[factor][taken for] maps over all folds: every map counts once a repeat.",
  })
  get confusion(): number[][] {
    return this.result.confusion;
  }

  @Field(() => Float, { description: "Accuracy of guessing: one over the number of factors." })
  get chance(): number {
    return this.result.chance;
  }

  @Field(() => Int, {
    description: "Channels in the analysis: those that are defined in half of their units.",
  })
  get channelCount(): number {
    return this.result.channels.length;
  }

  @Field(() => Int, { description: "Pixels in the analysis: those that are defined in all these channels." })
  get pixelCount(): number {
    return this.result.pixels.length;
  }

  @Field(() => Int, { description: "Maps that are told apart: one for each factor and channel." })
  get sampleCount(): number {
    return this.result.points.length;
  }

  @Field(() => [Float], {
    description:
      "Share of the variance between the factors' mean maps that each axis carries, largest first.",
  })
  get explainedShares(): number[] {
    return [...this.result.explainedShares];
  }

  @Field(() => [DiscriminantPointType], {
    description:
      "Every map in the plane of an analysis of all maps, for a scatter plot; not cross-validated.",
  })
  get points(): DiscriminantPointType[] {
    return this.result.points.map(({ factor, channel, x, y }) => ({
      label: this.factors[factor]!,
      channel,
      x,
      y: finite(y),
    }));
  }
}
