import { METHODS } from "@/format/methods";
import type { NewRunOptionsQuery } from "@/gql/graphql";
import { oneOf } from "@/url/choices";
import type { Offer } from "./cost";
import type { Draft } from "./draft";

/** Names of the checkpoints that a run of this network reads when nobody chooses. */
export function suggestedCheckpoints(options: NewRunOptionsQuery, modelId: string): string[] {
  const checkpoints = options.models.nodes.find((model) => model.id === modelId)?.checkpoints ?? [];
  return checkpoints.filter((checkpoint) => checkpoint.suggested).map((checkpoint) => checkpoint.name);
}

/** Whether images of this network are stretched when nobody chooses: levels of 0 to 255 go in as they are. */
export function isStretched(options: NewRunOptionsQuery, modelId: string): boolean {
  return options.models.nodes.find((model) => model.id === modelId)?.inputType !== "uint8";
}

/** The form as it opens: what the server suggests, with network and method from the URL where it names them. */
export function firstDraft(options: NewRunOptionsQuery, params: URLSearchParams): Draft {
  const { nodes } = options.models;
  const model = nodes.find((candidate) => candidate.id === params.get("model")) ?? nodes[0];
  const set = options.augmentationSets[0]?.factors ?? [];
  return {
    name: "",
    modelId: model?.id ?? "",
    imageSetId: options.imageSets.nodes[0]?.id ?? "",
    method: oneOf(params.get("method"), METHODS, "SHAPLEY"),
    factors: set.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key),
    checkpoints: suggestedCheckpoints(options, model?.id ?? ""),
    segment: null,
    includePermutation: true,
    includeClass: true,
    includePartition: (options.imageSets.nodes[0]?.partitions.length ?? 0) > 1,
    image: "WITH_CLASS",
    minMax: isStretched(options, model?.id ?? ""),
    useSwitches: false,
    softmax: false,
    secondOrder: true,
    baseSamples: 256,
    permutations: 64,
    outerSamples: 4,
    innerSamples: 4,
    players: "FACTORS",
    draws: 3,
    seed: 0,
    targetHalfWidth: null,
    holdOut: 0.25,
  };
}

/** What the cost of a run on an image set depends on. `on` is a switch, not a parameter of the augmentation. */
export function offerOf(options: NewRunOptionsQuery, imageSetId: string): Offer {
  const images = options.imageSets.nodes.find((candidate) => candidate.id === imageSetId);
  const factors = options.augmentationSets.flatMap((set) => set.factors);
  return {
    classes: images?.classes.length ?? 0,
    partitions: images?.partitions.length ?? 0,
    parameters: new Map(
      factors.map((factor) => [factor.key, factor.parameters.filter(({ key }) => key !== "on").length]),
    ),
  };
}
