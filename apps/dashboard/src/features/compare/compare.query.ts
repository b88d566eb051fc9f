import { graphql } from "@/gql";

/** What the runs can be compared by depends on their methods; asks for nothing else. */
export const CompareMethodsDocument = graphql(`
  query CompareMethods($runIds: [ID!]!) {
    compareRuns(runIds: $runIds, measure: ST) {
      runs {
        id
        method
      }
    }
  }
`);

export const CompareRunsDocument = graphql(`
  query CompareRuns($runIds: [ID!]!, $measure: Measure!, $baselineRunId: ID) {
    compareRuns(runIds: $runIds, measure: $measure, baselineRunId: $baselineRunId) {
      runs {
        id
        name
        method
        model {
          id
          name
        }
        imageSet {
          id
          name
        }
        checkpoints {
          name
        }
        factors {
          key
          kind
        }
        indexMaps(measure: $measure) {
          id
          factor
          checkpoint {
            name
          }
          summary {
            mean
            meanHalfWidth95
            aggregated
            aggregatedHalfWidth95
          }
        }
      }
      rows {
        checkpoint
        factor
        cells {
          runId
          mean
          sd
          median
          p95
          halfWidth95
          difference
          differenceHalfWidth95
          aggregated
          aggregatedHalfWidth95
          aggregatedDifference
          aggregatedDifferenceHalfWidth95
        }
      }
      agreement {
        checkpoint
        factor
        runA
        runB
        rho
        topOverlap
      }
      differences {
        field
        values
      }
    }
  }
`);
