import { sizeText } from "./imageNetwork.js";
import type { ModelSummary } from "./summary.js";

/** [N, C, H, W] or [N, H, W, C]: what a network takes in its own order of axes; -1 for a free one. */
export function ownInputShape({
  inputShape: [batch, channels, height, width],
  inputLayout,
}: Pick<ModelSummary, "inputShape" | "inputLayout">): number[] {
  return inputLayout === "NHWC" ? [batch, height, width, channels] : [batch, channels, height, width];
}

/** "images of 240x320 (height x width), one channel (luminance)": what a network takes, for people. */
export function inputText({
  inputShape: [batch, channels, height, width],
  inputType,
  inputLayout,
}: Pick<ModelSummary, "inputShape" | "inputType" | "inputLayout">): string {
  const isOpen = height < 0 && width < 0;
  const parts = [
    isOpen ? "images of any size" : `images of ${sizeText({ height, width })} (height x width)`,
    channels === 1 ? "one channel (luminance)" : "three channels",
  ];
  if (inputLayout === "NHWC") parts.push("channels last [N,H,W,C]");
  if (inputType === "uint8") parts.push("levels 0 to 255 (uint8)");
  if (inputType === "float16") parts.push("half precision");
  if (batch > 0) parts.push(`${batch} at a time`);
  return parts.join(", ");
}
