import { graphql } from "@/gql";

export const CompareRunsDocument = graphql(`
  query CompareRuns($runIds: [ID!]!, $measure: Measure!, $baselineRunId: ID) {
    compareRuns(runIds: $runIds, measure: $measure, baselineRunId: $baselineRunId) {
      runs {
        id
        name
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
