import type {
  DiscriminantPlan,
  FactorClustering,
  MapCorrelation,
  MapDiscriminant,
} from "@unitscope/core/reading";

interface RequestOf<Kind extends AnalysisKind> {
  readonly kind: Kind;
  /** [C, H, W] or [C], the shape of every map. */
  readonly shape: readonly number[];
}
type Maps = readonly Float32Array[];

/** What each analysis of the index maps of a checkpoint gives. */
interface Results {
  readonly correlation: MapCorrelation;
  readonly clustering: FactorClustering;
  readonly discriminant: MapDiscriminant;
}
type AnalysisKind = keyof Results;

/** What a thread is sent. */
export type AnalysisRequest =
  | (RequestOf<"correlation"> & { readonly rows: Maps; readonly columns: Maps })
  | (RequestOf<"clustering"> & { readonly maps: Maps })
  | (RequestOf<"discriminant"> & { readonly maps: Maps; readonly plan: DiscriminantPlan });

/** The result that belongs to a request. */
export type AnalysisResult<Request extends AnalysisRequest = AnalysisRequest> = Results[Request["kind"]];

/** What it answers; a refusal is the message and the field of a `MapAnalysisError`. */
export type AnalysisReply =
  | { readonly result: AnalysisResult }
  | { readonly refusal: string; readonly field: string };
