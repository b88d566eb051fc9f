import { MapAnalysisError } from "@unitscope/core/reading";
import { LRUCache } from "lru-cache";
import { Piscina } from "piscina";
import { threadEntry } from "../threadEntry.js";
import type { AnalysisReply, AnalysisRequest, AnalysisResult } from "./analysisMessages.js";

const MOST_THREADS = 2;
const LONGEST_QUEUE = 32;
/** A thread without work ends after this time. */
const IDLE_MS = 60_000;
/** Results kept; the largest, with a point a channel and factor, has about a megabyte. */
const MOST_RESULTS = 100;

/** More analyses are asked for than can wait. */
export class AnalysesBusyError extends Error {
  constructor() {
    super(`${LONGEST_QUEUE} analyses of index maps are waiting already. Try again in a minute.`);
    this.name = "AnalysesBusyError";
  }
}

/**
 * Analyses of index maps in worker threads, which start with the first of them: a discriminant analysis of a large
 * checkpoint takes minutes, in which this thread goes on answering. Results asked for last are kept.
 */
export class MapAnalyses {
  private readonly results = new LRUCache<string, Promise<AnalysisResult>>({ max: MOST_RESULTS });
  private pool: Piscina<AnalysisRequest, AnalysisReply> | undefined;

  /** @param onThreadFailure told when a thread cannot be started; analyses that wait then fail. */
  constructor(private readonly onThreadFailure: (error: Error) => void) {}

  /**
   * @param subject kind of the analysis, ids of the maps, which never change, and arguments: what the result depends on.
   * @param read gives the whole request; called only where the result is not known.
   * @throws {MapAnalysisError} as the analysis.
   * @throws {AnalysesBusyError} when too many wait.
   */
  async run<Request extends AnalysisRequest>(
    subject: readonly (string | number)[],
    read: () => Promise<Request>,
  ): Promise<AnalysisResult<Request>> {
    const key = JSON.stringify(subject);
    let result = this.results.get(key);
    if (!result) {
      result = this.analyse(read);
      this.results.set(key, result);
      // A failure must not be remembered.
      result.catch(() => this.results.delete(key));
    }
    return (await result) as AnalysisResult<Request>;
  }

  /** Ends the threads at once; analyses under way fail. */
  async close(): Promise<void> {
    await this.pool?.destroy();
  }

  private async analyse(read: () => Promise<AnalysisRequest>): Promise<AnalysisResult> {
    const request = await read();
    this.pool ??= this.startPool();
    if (this.pool.queueSize >= LONGEST_QUEUE) throw new AnalysesBusyError();
    const reply = await this.pool.run(request);
    if ("refusal" in reply) throw new MapAnalysisError(reply.refusal, reply.field);
    return reply.result;
  }

  private startPool(): Piscina<AnalysisRequest, AnalysisReply> {
    const pool = new Piscina<AnalysisRequest, AnalysisReply>({
      ...threadEntry("analysisThread", import.meta.url),
      minThreads: 0,
      maxThreads: MOST_THREADS,
      idleTimeout: IDLE_MS,
      maxQueue: LONGEST_QUEUE,
    });
    // The pool would start such a thread again and again.
    pool.on("error", (error: Error) => {
      this.onThreadFailure(error);
      this.pool = undefined;
      void pool.destroy();
    });
    return pool;
  }
}
