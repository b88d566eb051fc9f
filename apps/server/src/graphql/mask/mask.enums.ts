import { registerEnumType } from "type-graphql";
import { MaskCombination } from "../../db/generated/enums.js";

export { MaskCombination };

export const MaskDirection = { ABOVE: "ABOVE", BELOW: "BELOW" } as const;
export type MaskDirection = (typeof MaskDirection)[keyof typeof MaskDirection];

registerEnumType(MaskDirection, {
  name: "MaskDirection",
  description: "Which end of the ranked units a mask chooses.",
  valuesConfig: {
    ABOVE: { description: "The most sensitive units: those above the percentile." },
    BELOW: { description: "The least sensitive units: those below the percentile." },
  },
});

export const SoftMask = { M: "M", ONE_MINUS_M: "ONE_MINUS_M" } as const;
export type SoftMask = (typeof SoftMask)[keyof typeof SoftMask];

registerEnumType(SoftMask, {
  name: "SoftMask",
  description: "A mask that chooses no units but multiplies each by its own index, m, clipped to [0, 1].",
  valuesConfig: {
    M: { description: "Activations times m: what the factor explains is left." },
    ONE_MINUS_M: { description: "Activations times 1 - m: what the factor explains is taken away." },
  },
});

registerEnumType(MaskCombination, {
  name: "MaskCombination",
  description: "How the units of two masks are put together, checkpoint by checkpoint.",
  valuesConfig: {
    UNION: { description: "Units of either." },
    INTERSECTION: { description: "Units of both." },
  },
});
