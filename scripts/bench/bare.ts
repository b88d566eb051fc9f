import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** What a thread of bare inference is started with. */
export interface BareInit {
  readonly model: Uint8Array;
  /** Values that are read: those of the run. */
  readonly tensors: readonly string[];
  readonly side: number;
}

export interface BareRequest {
  readonly batch: number;
  readonly seconds: number;
}

export interface BareReply {
  readonly imagesPerSecond: number;
}

const BATCHES = [1, 2, 4, 8, 16, 32];

/** Bare ONNX Runtime inference of the same outputs by threads side by side, as the yardstick of a run. */
export class BareInference {
  private batch = 0;

  private constructor(private readonly workers: readonly Worker[]) {}

  static async start(threads: number, init: BareInit): Promise<BareInference> {
    const entry = JSON.stringify(new URL("./bareThread.ts", import.meta.url).href);
    const load = `import("tsx/esm/api").then(({ register }) => { register(); return import(${entry}); })`;
    const workers = Array.from({ length: threads }, () => new Worker(load, { eval: true, workerData: init }));
    await Promise.all(workers.map((worker) => once(worker, "message")));
    return new BareInference(workers);
  }

  /** Looks for the batch size with the highest rate, which all later measurements use. */
  async chooseBatch(): Promise<number> {
    let best = 0;
    for (const batch of BATCHES) {
      const rate = await this.rateOf({ batch, seconds: 3 });
      if (rate > best) {
        best = rate;
        this.batch = batch;
      }
    }
    return this.batch;
  }

  /** Images a second of all threads together. */
  rate(seconds: number): Promise<number> {
    return this.rateOf({ batch: this.batch, seconds });
  }

  async stop(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private async rateOf(request: BareRequest): Promise<number> {
    const replies = this.workers.map((worker) => once(worker, "message"));
    for (const worker of this.workers) worker.postMessage(request);
    const rates = (await Promise.all(replies)).map(([reply]) => (reply as BareReply).imagesPerSecond);
    return rates.reduce((sum, rate) => sum + rate, 0);
  }
}
