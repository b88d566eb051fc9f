import type { NetworkInput } from "@unitscope/core/reading";
import { GraphQLJSONObject } from "graphql-scalars";
import { Field, Float, ID, ObjectType } from "type-graphql";
import type { RunRow } from "../../db/runs.js";
import { FactorType } from "../augmentation/factor.type.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { connectionTypes } from "../paging/connection.js";
import { NetworkInputType } from "./networkInput.type.js";
import { Method, RunStatus } from "./run.enums.js";
import { SegmentType } from "./segment.type.js";

@ObjectType("RunProgress", { description: "How far a run is." })
export class RunProgressType {
  @Field(() => Float, { description: "Model evaluations that the design asks for." })
  evaluationsPlanned!: number;

  @Field(() => Float, { description: "Evaluations that are done, the reused ones included." })
  evaluationsDone!: number;

  @Field(() => Float, {
    description: "Evaluations answered without inference because the augmented input was identical.",
  })
  evaluationsReused!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Over the last twenty seconds; null while nothing runs.",
  })
  evaluationsPerSecond!: number | null;

  @Field(() => Float, { nullable: true, description: "At the present rate; null while that is unknown." })
  secondsRemaining!: number | null;
}

@ObjectType("Run", {
  implements: NodeType,
  description: "One analysis of one model on one image set under one design.",
})
export class RunType implements NodeType {
  constructor(readonly row: RunRow) {}

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("Run", this.row.id);
  }

  @Field(() => String, { description: "For people; need not be unique." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => RunStatus, { description: "Where it stands." })
  get status(): RunStatus {
    return this.row.status;
  }

  @Field(() => Method, { description: "How it samples and what it estimates." })
  get method(): Method {
    return this.row.method;
  }

  @Field(() => [FactorType], {
    description: "The inputs whose influence is measured, with the bounds they vary in.",
  })
  get factors(): FactorType[] {
    return this.row.factors as unknown as FactorType[];
  }

  @Field(() => SegmentType, {
    nullable: true,
    description: "The piece of the network that is analysed; null for the whole.",
  })
  get segment(): SegmentType | null {
    return (this.row.spec as Partial<Record<"segment", SegmentType | null>>).segment ?? null;
  }

  @Field(() => GraphQLJSONObject, {
    description:
      "The whole design, seeds included: enough to repeat the run bit for bit. While a run is extended it is already the larger one; `provenance.baseSamples` says how many the results rest on.",
  })
  get design(): Record<string, unknown> {
    return this.row.spec as Record<string, unknown>;
  }

  @Field(() => [String], { description: "Words to find it by." })
  get tags(): string[] {
    return this.row.tags;
  }

  @Field(() => String, { nullable: true, description: "What somebody wrote about it." })
  get notes(): string | null {
    return this.row.notes;
  }

  @Field(() => RunProgressType, { description: "How far it is." })
  get progress(): RunProgressType {
    return this.row;
  }

  @Field(() => String, {
    nullable: true,
    description: "Set when status is FAILED: what a person should read.",
  })
  get failure(): string | null {
    return this.row.failure;
  }

  @Field(() => Date, { description: "When it was asked for." })
  get createdAt(): Date {
    return this.row.createdAt;
  }

  @Field(() => Date, {
    nullable: true,
    description: "When a worker began it first; anew when it is extended.",
  })
  get startedAt(): Date | null {
    return this.row.startedAt;
  }

  @Field(() => Date, { nullable: true, description: "When it succeeded, failed or was cancelled." })
  get finishedAt(): Date | null {
    return this.row.finishedAt;
  }

  @Field(() => Float, {
    nullable: true,
    description: "Seconds from its first start to its end, or until now; null before it started.",
  })
  get durationSeconds(): number | null {
    const { startedAt, finishedAt } = this.row;
    return startedAt && ((finishedAt ?? new Date()).getTime() - startedAt.getTime()) / 1000;
  }

  @Field(() => GraphQLJSONObject, {
    description:
      "Engine version, ONNX Runtime version, execution provider, host count: where the numbers came from. Empty until the run succeeded.",
  })
  get provenance(): Record<string, unknown> {
    return this.row.provenance as Record<string, unknown>;
  }

  @Field(() => NetworkInputType, {
    nullable: true,
    description:
      "What the network saw of the first images. Null until the run succeeded, and in runs of before it was looked at.",
  })
  get networkInput(): NetworkInputType | null {
    const { networkInput } = this.row.provenance as { networkInput?: NetworkInput };
    return networkInput ? new NetworkInputType(networkInput) : null;
  }
}

const types = connectionTypes("Run", "runs", () => RunType);
export const RunConnection = types.connection;
