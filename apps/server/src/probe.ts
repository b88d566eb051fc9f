import { probeNetwork, probeShapes } from "@unitscope/core/hosting";
import { CoreError } from "@unitscope/core/reading";
import type { ProbeReply, ProbeRequest } from "./importing/probeModel.js";

// Entry point of the child process that looks at a model: a line of JSON and the bytes of the model come in, a line of
// JSON goes out.

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const input = Buffer.concat(chunks);
const end = input.indexOf("\n");
const request = JSON.parse(input.subarray(0, end).toString("utf8")) as ProbeRequest;
const reply = await probe(input.subarray(end + 1), request);
process.stdout.write(JSON.stringify(reply));

async function probe(model: Uint8Array, { tensors }: ProbeRequest): Promise<ProbeReply> {
  try {
    const { shapes, oneAtATime } =
      tensors === null
        ? await probeNetwork(model)
        : { shapes: await probeShapes(model, tensors), oneAtATime: null };
    return { shapes: Object.fromEntries(shapes), oneAtATime };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: { message, unsupported: error instanceof CoreError } };
  }
}
