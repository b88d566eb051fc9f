import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { type Histogram, histogramOf, STORED_BINS } from "../../store/mapSummary.js";
import { packFloats } from "../../store/packedFloats.js";
import { isVector, vectorChannels } from "../../store/vectorChannels.js";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { CheckpointType } from "../model/checkpoint.type.js";
import { checkFirst } from "../paging/cursor.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import {
  ChannelOrder,
  ChannelSummaryType,
  HistogramType,
  IndexMapType,
  SummaryType,
} from "./indexMap.type.js";

const MOST_BINS = 1_000;

@Resolver(() => RunType)
export class RunIndexMapsResolver {
  @FieldResolver(() => [IndexMapType], {
    description:
      "Results by checkpoint, measure and factor, in that order; empty until the run succeeded, and those of before while it is extended. Arguments narrow the list.",
  })
  async indexMaps(
    @Root() { row }: RunType,
    @Ctx() { loaders }: ApiContext,
    @Arg("checkpoint", () => String, { nullable: true, description: "Name of a checkpoint." })
    checkpoint?: string,
    @Arg("measure", () => Measure, { nullable: true, description: "One measure." }) measure?: Measure,
    @Arg("factor", () => String, {
      nullable: true,
      description: "Key of a factor; of S2, either of the two.",
    })
    factor?: string,
  ): Promise<IndexMapType[]> {
    const maps = await loaders.indexMaps.load({ runId: row.id, criteria: { checkpoint, measure, factor } });
    return maps.map((map) => new IndexMapType(map, row.modelId));
  }
}

@Resolver(() => IndexMapType)
export class IndexMapResolver {
  @FieldResolver(() => CheckpointType, { description: "Where the units are." })
  async checkpoint(@Root() map: IndexMapType, @Ctx() { loaders }: ApiContext): Promise<CheckpointType> {
    const known = await loaders.checkpoints.load(map.modelId);
    const row = known.find((checkpoint) => checkpoint.name === map.row.checkpointName);
    if (!row) throw new Error(`The model has lost its checkpoint ${map.row.checkpointName}.`);
    // The shape is that of the run: in a segment values have other sizes than in the whole network.
    const { shape, unitCount } = map.row;
    return new CheckpointType({ ...row, shape, unitCount });
  }

  @FieldResolver(() => [ChannelSummaryType], { description: "The channels in numbers." })
  async channels(
    @Root() { row }: IndexMapType,
    @Ctx() { loaders, values }: ApiContext,
    @Arg("orderBy", () => ChannelOrder, {
      nullable: true,
      defaultValue: ChannelOrder.INDEX_ASC,
      description: "Order of the channels.",
    })
    orderBy: ChannelOrder | null,
    @Arg("first", () => Int, { nullable: true, description: "Only so many, 1 to 500; all when absent." })
    first?: number,
  ): Promise<ChannelSummaryType[]> {
    const order = orderBy ?? ChannelOrder.INDEX_ASC;
    const rows = isVector(row.shape)
      ? vectorChannels(await values.of(row), order)
      : await loaders.channels.load({ mapId: row.id, order });
    const kept = first == null ? rows : rows.slice(0, checkFirst(first));
    return kept.map((channel) => new ChannelSummaryType(channel));
  }

  @FieldResolver(() => String, {
    description:
      "Row-major [channels, height, width] float32, little-endian, base64; NaN is undefined. Large maps: use downloadUrl.",
  })
  async valuesBase64(@Root() { row }: IndexMapType, @Ctx() { values }: ApiContext): Promise<string> {
    return base64((await values.of(row)).values);
  }

  @FieldResolver(() => String, {
    description: "Half widths of the 95 % intervals, laid out as the values; NaN where there is none.",
  })
  async halfWidthsBase64(@Root() { row }: IndexMapType, @Ctx() { values }: ApiContext): Promise<string> {
    return base64((await values.of(row)).halfWidths);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "One byte for each unit, laid out as the values, base64: bit 0 (value 1) is set where the interval can be trusted, bit 1 (value 2) where the index is distinguishable from 0; both are unset where the value is undefined. Null for measures that are no shares of variance.",
  })
  async flagsBase64(@Root() { row }: IndexMapType, @Ctx() { values }: ApiContext): Promise<string | null> {
    const { flags } = await values.of(row);
    return flags && Buffer.from(flags).toString("base64");
  }

  @FieldResolver(() => String, {
    description: "Address of the values as a NumPy file (.npy): float32, [channels, height, width].",
  })
  downloadUrl(@Root() map: IndexMapType, @Ctx() { baseUrl }: ApiContext): string {
    return `${baseUrl}/index-maps/${map.id}.npy`;
  }
}

@Resolver(() => SummaryType)
export class SummaryResolver {
  @FieldResolver(() => HistogramType, { description: "Equal bins from the smallest to the largest value." })
  async histogram(
    @Root() { map }: SummaryType,
    @Ctx() { values }: ApiContext,
    @Arg("bins", () => Int, {
      nullable: true,
      defaultValue: STORED_BINS,
      description: "Number of bins, 1 to 1000.",
    })
    bins: number | null,
  ): Promise<HistogramType> {
    const wanted = bins ?? STORED_BINS;
    if (wanted < 1 || wanted > MOST_BINS)
      throw badInput("bins", `bins is ${wanted}; it must be from 1 to ${MOST_BINS}.`);
    const found =
      wanted === STORED_BINS
        ? (map.histogram as unknown as Histogram)
        : histogramOf((await values.of(map)).values, wanted);
    return { edges: [...found.edges], counts: [...found.counts] };
  }
}

function base64(values: Float32Array): string {
  return Buffer.from(packFloats(values)).toString("base64");
}
