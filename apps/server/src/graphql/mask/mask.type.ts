import { type CheckpointMask, type MaskRule, unitsPerChannel } from "@unitscope/core/reading";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { MaskRow } from "../../db/masks.js";
import { finite } from "../../store/mapSummary.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { Measure } from "../run/run.enums.js";
import { MaskCombination, MaskDirection, SoftMask } from "./mask.enums.js";
import type { MaskUrls } from "./maskUrls.js";

const OF_COMBINED = "of a combined mask that of its first part";

@ObjectType("MaskChannel", { description: "How many units of one channel a mask chooses." })
export class MaskChannelType {
  @Field(() => Int, { description: "Number of the channel, from 0." })
  channel!: number;

  @Field(() => Int, { description: "Chosen units in it." })
  unitCount!: number;
}

@ObjectType("MaskCheckpoint", { description: "What a mask does at one checkpoint." })
export class MaskCheckpointType {
  constructor(
    private readonly mask: CheckpointMask,
    private readonly urls: MaskUrls,
  ) {}

  @Field(() => String, { description: "Name of the checkpoint." })
  get checkpoint(): string {
    return this.mask.checkpoint;
  }

  @Field(() => [Int], { description: "[channels, height, width]; [channels] for a vector." })
  get shape(): number[] {
    return [...this.mask.shape];
  }

  @Field(() => Int, { description: "Chosen units; of a soft mask all that have an index." })
  get unitCount(): number {
    return this.mask.units.length;
  }

  @Field(() => Int, {
    description: "Units that the rule asks for; more than unitCount only where fewer may be chosen.",
  })
  get requested(): number {
    return this.mask.requested;
  }

  @Field(() => Int, { description: "Units without an index, which are never chosen." })
  get undefinedCount(): number {
    return this.mask.undefinedUnits;
  }

  @Field(() => Float, {
    description: "Weakest index chosen, a magnitude for contrasts. 0 where there is none, see hasThreshold.",
  })
  get threshold(): number {
    return finite(this.mask.threshold) ?? 0;
  }

  @Field(() => Boolean, {
    description: "False where no unit is chosen, and for soft and combined masks, which have no threshold.",
  })
  get hasThreshold(): boolean {
    return finite(this.mask.threshold) !== null;
  }

  @Field(() => Int, {
    description: "Units whose index equals the threshold but that were not chosen: the seed decided.",
  })
  get tiesLeftOut(): number {
    return this.mask.tiesLeftOut;
  }

  @Field(() => [MaskChannelType], { description: "All channels in their order." })
  get channels(): MaskChannelType[] {
    const counts = unitsPerChannel(this.mask.units, this.mask.shape);
    return Array.from(counts, (unitCount, channel) => ({ channel, unitCount }));
  }

  @Field(() => String, {
    description:
      "Address of the multipliers as a NumPy file (.npy): float32 of the checkpoint's shape, 1 where nothing is changed.",
  })
  get downloadUrl(): string {
    return `${this.urls.path}.npy${this.urls.query}`;
  }

  @Field(() => String, {
    description:
      "Address of the chosen units as a table (.csv): channel, y, x and value, the unit's index; of a combined mask the value is empty.",
  })
  get unitsUrl(): string {
    return `${this.urls.path}.csv${this.urls.query}`;
  }
}

@ObjectType("Mask", {
  implements: NodeType,
  description:
    "Multipliers for the units of several checkpoints, chosen by the index maps of one run. Immutable.",
})
export class MaskType implements NodeType {
  constructor(readonly row: MaskRow) {}

  private get rule(): MaskRule {
    const [first] = this.row.rules as unknown as MaskRule[];
    if (!first) throw new Error(`The mask ${this.row.id} has no rule.`);
    return first;
  }

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("Mask", this.row.id);
  }

  @Field(() => String, { description: "For people; need not be unique." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => Measure, { description: `Measure that units were ranked by; ${OF_COMBINED}.` })
  get measure(): Measure {
    return this.rule.measure;
  }

  @Field(() => String, { description: `Key of the factor; ${OF_COMBINED}.` })
  get factor(): string {
    return this.rule.factor;
  }

  @Field(() => String, { nullable: true, description: `Second factor of S2; ${OF_COMBINED}.` })
  get withFactor(): string | null {
    return this.rule.withFactor;
  }

  @Field(() => Float, {
    description: `Percentile of the index values, per checkpoint, 0 to 1; without meaning where soft is set; ${OF_COMBINED}.`,
  })
  get percentile(): number {
    return this.rule.percentile;
  }

  @Field(() => MaskDirection, {
    description: `Which end was chosen; without meaning where soft is set; ${OF_COMBINED}.`,
  })
  get direction(): MaskDirection {
    return this.rule.direction;
  }

  @Field(() => Float, {
    description: "Multiplier of the chosen units; without meaning where soft is set.",
  })
  get alpha(): number {
    return this.row.alpha;
  }

  @Field(() => SoftMask, {
    nullable: true,
    description: "Set when each unit is multiplied by its own index or the rest.",
  })
  get soft(): SoftMask | null {
    return this.rule.soft;
  }

  @Field(() => MaskCombination, {
    nullable: true,
    description: "Set when it was put together from two other masks.",
  })
  get combination(): MaskCombination | null {
    return this.row.combination;
  }

  @Field(() => Int, { description: "Chosen units of all checkpoints." })
  get unitCount(): number {
    return this.row.unitCount;
  }

  @Field(() => Date, { description: "When it was made." })
  get createdAt(): Date {
    return this.row.createdAt;
  }
}
