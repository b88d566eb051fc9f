import { graphql } from "@/gql";

/** How far a run or a test of masks is. */
export const ProgressParts = graphql(`
  fragment ProgressParts on RunProgress {
    evaluationsPlanned
    evaluationsDone
    evaluationsReused
    evaluationsPerSecond
    secondsRemaining
  }
`);

/** What every list and header shows of a run. */
export const RunParts = graphql(`
  fragment RunParts on Run {
    id
    name
    status
    method
    tags
    failure
    design
    createdAt
    startedAt
    finishedAt
    durationSeconds
    model {
      id
      name
    }
    imageSet {
      id
      name
    }
    factors {
      key
      kind
    }
    checkpoints {
      name
      shape
      unitCount
    }
    progress {
      ...ProgressParts
    }
  }
`);

export const RunsDocument = graphql(`
  query Runs($filter: RunFilter, $first: Int) {
    runs(filter: $filter, first: $first) {
      totalCount
      nodes {
        ...RunParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const RunProgressDocument = graphql(`
  subscription RunProgress($id: ID!) {
    runProgress(id: $id) {
      id
      status
      failure
      startedAt
      finishedAt
      durationSeconds
      progress {
        ...ProgressParts
      }
    }
  }
`);

export const TopFactorDocument = graphql(`
  query TopFactor($id: ID!, $checkpoint: String!, $measure: Measure!) {
    run(id: $id) {
      id
      indexMaps(checkpoint: $checkpoint, measure: $measure) {
        id
        factor
        summary {
          mean
          meanHalfWidth95
          aggregated
          aggregatedHalfWidth95
        }
      }
    }
  }
`);
