import { listSupportedBackends } from "onnxruntime-node";
import { expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import {
  EXECUTION_PROVIDERS,
  type ExecutionProvider,
  executionProviderOf,
  withProvider,
} from "./executionProvider.js";
import { openInstrumentedSession } from "./instrumentedSession.js";

const known = listSupportedBackends().map(({ name }) => name);
const foreign = EXECUTION_PROVIDERS.find((provider) => !known.includes(provider)) as ExecutionProvider;
const offered = known.find((name) => name !== "cpu") as ExecutionProvider;

async function opened(wanted: ExecutionProvider, failing: readonly ExecutionProvider[]) {
  const messages: string[] = [];
  const tried: string[] = [];
  const open = async (provider: ExecutionProvider) => {
    tried.push(provider);
    if (failing.includes(provider)) throw new Error(`no ${provider}\nand much more`);
    return provider;
  };
  const used = await withProvider(wanted, open, (message) => messages.push(message)).catch(String);
  return { used, tried, messages };
}

it("is chosen by name", () => {
  expect(executionProviderOf("cuda")).toBe("cuda");
  expect(() => executionProviderOf("gpu")).toThrow(
    'There is no execution provider "gpu"; expected one of: cpu, cuda, coreml, dml, webgpu.',
  );
});

it("opens with the provider that is wanted, without a word", async () => {
  expect(await opened("cpu", [])).toEqual({ used: "cpu", tried: ["cpu"], messages: [] });
  expect(await opened(offered, [])).toEqual({ used: offered, tried: [offered], messages: [] });
});

it("takes the CPU and says why when the provider is not part of this runtime", async () => {
  const { used, tried, messages } = await opened(foreign, []);
  expect({ used, tried }).toEqual({ used: "cpu", tried: ["cpu"] });
  expect(messages).toEqual([expect.stringContaining(`${foreign} is not part of ONNX Runtime on`)]);
});

it("takes the CPU and says why when the provider fails", async () => {
  const { used, tried, messages } = await opened(offered, [offered]);
  expect({ used, tried }).toEqual({ used: "cpu", tried: [offered, "cpu"] });
  expect(messages).toEqual([
    `The execution provider ${offered} cannot be used (no ${offered}); the CPU is used.`,
  ]);
});

it("blames nobody but the network when it fails on the CPU too", async () => {
  const { used, messages } = await opened(offered, [offered, "cpu"]);
  expect(used).toBe("Error: no cpu\nand much more");
  expect(messages).toEqual([]);
});

it("gives the same activations after falling back", async () => {
  const batch = Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i));
  const messages: string[] = [];
  const onFallback = (message: string) => messages.push(message);
  const logits: (Float32Array | undefined)[] = [];
  for (const executionProvider of ["cpu", foreign] as const) {
    const session = await openInstrumentedSession(sampleModel("resnet18-plain.onnx"), ["logits"], {
      executionProvider,
      onFallback,
    });
    logits.push((await session.run(batch, 1)).get("logits"));
    await session.close();
  }
  expect(logits[1]).toEqual(logits[0]);
  expect(messages).toHaveLength(1);
});
