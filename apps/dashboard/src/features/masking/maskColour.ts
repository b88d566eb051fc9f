import type { MaskLike } from "@/format/maskWords";
import { factorColour } from "@/theme/factorColours";

/** CSS colour of a mask: its factor's, or the accent for one that is combined of others. */
export function maskColour({ factor, combination }: Pick<MaskLike, "factor" | "combination">): string {
  return combination ? "var(--accent)" : factorColour(factor);
}
