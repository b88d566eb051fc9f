import { factorClustering, MapAnalysisError, mapCorrelation, mapDiscriminant } from "@unitscope/core/reading";
import type { AnalysisReply, AnalysisRequest, AnalysisResult } from "./analysisMessages.js";

/** Entry of a worker thread: makes one analysis after another. */
export default function analyse(request: AnalysisRequest): AnalysisReply {
  try {
    return { result: resultOf(request) };
  } catch (error) {
    // An error loses its class on the way to another thread.
    if (error instanceof MapAnalysisError) return { refusal: error.message, field: error.field ?? "" };
    throw error;
  }
}

function resultOf(request: AnalysisRequest): AnalysisResult {
  switch (request.kind) {
    case "correlation":
      return mapCorrelation(request.rows, request.columns, request.shape);
    case "clustering":
      return factorClustering(request.maps, request.shape);
    case "discriminant":
      return mapDiscriminant(request.maps, request.shape, request.plan);
  }
}
