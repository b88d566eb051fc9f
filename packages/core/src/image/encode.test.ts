import { expect, it } from "vitest";
import { decodeImage } from "./decode.js";
import { encodePng } from "./encode.js";
import { toFloatImage } from "./image.js";

it("writes float images so that decoding gives the same 8-bit values", async () => {
  const values = Uint8Array.from({ length: 3 * 7 * 4 }, (_, at) => (at * 91) % 256);
  const png = await encodePng(toFloatImage(values, 7, 4));
  expect(await decodeImage(png, "float.png")).toEqual({ width: 7, height: 4, data: values });
});
