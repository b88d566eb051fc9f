import {
  type EvaluationResult,
  evaluationResult,
  type StudyResult,
  type StudySpec,
  studyResult,
  type TestSpec,
} from "@unitscope/core/reading";
import { LRUCache } from "lru-cache";
import type { MaskTestRow } from "../db/maskTests.js";
import type { BlobStore } from "./blobStore.js";

/** Results kept: a study's has some hundred vectors, an evaluation's some numbers a class. */
const KEPT = 50;

type TestRow = Pick<MaskTestRow, "spec" | "predictionsKey">;

/** Computes what tests of masks tell from the predictions that are kept of them, and remembers the ones used last. */
export class MaskTestResults {
  private readonly evaluations = new LRUCache<string, Promise<EvaluationResult>>({ max: KEPT });
  private readonly studies = new LRUCache<string, Promise<StudyResult>>({ max: KEPT });

  constructor(private readonly blobs: BlobStore) {}

  /** Null before the evaluation SUCCEEDED. */
  evaluation({ spec, predictionsKey }: TestRow): Promise<EvaluationResult> | null {
    return this.once(this.evaluations, predictionsKey, (predictions) =>
      evaluationResult(spec as unknown as TestSpec, predictions),
    );
  }

  /** Null before the study SUCCEEDED. */
  study({ spec, predictionsKey }: TestRow): Promise<StudyResult> | null {
    return this.once(this.studies, predictionsKey, (predictions) =>
      studyResult(spec as unknown as StudySpec, predictions),
    );
  }

  /** The bytes themselves; null before the test SUCCEEDED. */
  async predictions({ predictionsKey }: Pick<TestRow, "predictionsKey">): Promise<Uint8Array | null> {
    return predictionsKey === null ? null : this.blobs.getNamed(predictionsKey);
  }

  /** Predictions never change under their key, so a cached result is never stale. */
  private once<Result>(
    cache: LRUCache<string, Promise<Result>>,
    key: string | null,
    compute: (predictions: Uint8Array) => Result,
  ): Promise<Result> | null {
    if (key === null) return null;
    const known = cache.get(key);
    if (known) return known;
    const computing = this.blobs.getNamed(key).then(compute);
    cache.set(key, computing);
    // A failed read must not be remembered.
    computing.catch(() => cache.delete(key));
    return computing;
  }
}
