// A run over many image files in a process of its own; prints the largest resident set of each quarter as JSON.
// Standard input: {spec, entries, model: base64, bytes: size of an image file, threads}.
import { text } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { runAnalysis } from "@unitscope/core/hosting";
import sharp from "sharp";

const { spec, entries, model, bytes, threads } = JSON.parse(await text(process.stdin));

/** A PNG of 32 x 32 pixels with a private chunk that makes it as large as wanted. */
async function imageFile(size) {
  const pixels = Buffer.from(Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 37) % 251));
  const png = await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
    .png()
    .toBuffer();
  const header = 33;
  const body = Buffer.concat([Buffer.from("unIt"), Buffer.alloc(size - png.length - 12)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([png.subarray(0, header), length, body, sum, png.subarray(header)]);
}

const file = await imageFile(bytes);
const quarters = [0, 0, 0, 0];
let read = 0;
await runAnalysis({
  spec,
  model: new Uint8Array(Buffer.from(model, "base64")),
  threads,
  images: {
    entries,
    read: async () => {
      read++;
      return new Uint8Array(file);
    },
  },
  onProgress: ({ evaluationsDone, evaluationsPlanned }) => {
    const quarter = Math.min(3, Math.floor((4 * evaluationsDone) / evaluationsPlanned));
    quarters[quarter] = Math.max(quarters[quarter], process.memoryUsage.rss());
  },
});
console.log(JSON.stringify({ read, quarters }));
