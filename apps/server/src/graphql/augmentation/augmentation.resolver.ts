import { AUGMENTATION_SETS, augmentationByKey } from "@unitscope/core/reading";
import { Arg, Int, Query, Resolver } from "type-graphql";
import { badInput } from "../errors.js";
import { AugmentationSetType, FactorKind, type FactorType } from "./factor.type.js";

const LARGEST_SIDE = 4096;

@Resolver()
export class AugmentationResolver {
  @Query(() => [AugmentationSetType], {
    description: "The augmentation sets that a run can be asked for by name.",
  })
  augmentationSets(
    @Arg("imageSize", () => Int, {
      defaultValue: 224,
      description: "Side of the images in pixels, which the bounds in pixels depend on.",
    })
    imageSize: number,
  ): AugmentationSetType[] {
    if (imageSize < 1 || imageSize > LARGEST_SIDE) {
      throw badInput("imageSize", `imageSize is ${imageSize}; it must be from 1 to ${LARGEST_SIDE} pixels.`);
    }
    return AUGMENTATION_SETS.map(({ key, augmentations }) => ({
      key,
      factors: augmentations.map((augmentation) => factorOf(augmentation, imageSize)),
    }));
  }
}

/** As a run varies it: an augmentation without parameters of its own is switched on and off. */
function factorOf(key: string, imageSize: number): FactorType {
  const own = augmentationByKey(key).parameters({ width: imageSize, height: imageSize });
  const parameters = own.length > 0 ? [...own] : [{ key: "on", min: 0, max: 1, integer: true }];
  return { key, kind: FactorKind.AUGMENTATION, parameters };
}
