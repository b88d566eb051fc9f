// Looks at every network of a folder and lets it classify the reference photos: npm run study:models -- DIR
// Real weights are too large to ship; this shows on any of them that they are read and run as they should be.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeImage } from "../../packages/core/src/image/decode.js";
import { toFloatImage } from "../../packages/core/src/image/image.js";
import { type InputScaling, writeInput } from "../../packages/core/src/image/normalise.js";
import { prepareImage } from "../../packages/core/src/image/prepare.js";
import { openInstrumentedSession } from "../../packages/core/src/inference/instrumentedSession.js";
import { probeNetwork } from "../../packages/core/src/inference/probeNetwork.js";
import { isSoftmax } from "../../packages/core/src/onnx/appendSoftmax.js";
import { describeCheckpoints } from "../../packages/core/src/onnx/describeCheckpoints.js";
import { readModel } from "../../packages/core/src/onnx/model.js";
import { summariseModel } from "../../packages/core/src/onnx/summary.js";

const PHOTOS = new URL("../../tests/reference/images/pre/", import.meta.url);
const NAMES = ["astronaut.png", "coffee.png", "chelsea.png"];

const byte = (mean: readonly number[]) => mean.map((value) => value / 255);
/** What networks expect, by a part of the file's name; the first that fits. */
const SCALINGS: readonly (InputScaling & { readonly file: RegExp })[] = [
  { file: /squeezenet.*_dc/i, channelOrder: "BGR", mean: byte([104, 117, 123]), std: byte([1, 1, 1]) },
  { file: /mobilenet.*quant/i, channelOrder: "RGB", mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
  { file: /./, channelOrder: "RGB", mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: npm run study:models -- DIR   (a folder with .onnx files)");
  process.exit(2);
}
for (const file of (await readdir(folder)).filter((name) => name.endsWith(".onnx")).sort()) {
  await study(file, new Uint8Array(await readFile(join(folder, file))));
}

async function study(file: string, bytes: Uint8Array): Promise<void> {
  const model = readModel(bytes);
  const { inputName, inputShape, opset, producer, outputs } = summariseModel(model);
  const [, , height, width] = inputShape;
  console.log(`\n${file}: opset ${opset}, ${producer}, ${inputName} [${inputShape}]`);

  const { shapes, oneAtATime } = await probeNetwork(model);
  for (const { name, shape, operator, suggested } of describeCheckpoints(model, shapes)) {
    if (suggested) console.log(`  ${name.padEnd(40)} ${operator.padEnd(20)} [${shape}]`);
  }
  if (oneAtATime !== null) console.log(`  one image at a time: ${oneAtATime}`);

  const [{ name: output }] = outputs;
  console.log(`  ends in a softmax: ${isSoftmax(model.graph, output) ? "yes" : "no, one is added"}`);
  const scaling = SCALINGS.find((candidate) => candidate.file.test(file))!;
  const session = await openInstrumentedSession(model, [output], { softmax: output });
  try {
    for (const name of NAMES) {
      const photo = await decodeImage(await readFile(new URL(name, PHOTOS)), name);
      const side = Math.max(height, width);
      const pixels = prepareImage(photo, { resize: side, crop: side });
      const batch = new Float32Array(3 * side * side);
      writeInput(toFloatImage(pixels, side, side), scaling, batch, 0);
      const probabilities = (await session.run(batch, 1)).get(output)!;
      const sum = probabilities.reduce((total, value) => total + value, 0);
      const best = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]).slice(0, 5);
      const told = best.map((index) => `${index} (${probabilities[index].toFixed(3)})`).join(", ");
      console.log(`  ${name.padEnd(14)} ${told}   of ${probabilities.length}, sum ${sum.toFixed(6)}`);
    }
  } finally {
    await session.close();
  }
}
