import { graphql } from "@/gql";

export const RunDocument = graphql(`
  query Run($id: ID!) {
    run(id: $id) {
      ...RunParts
      notes
      provenance
      networkInput {
        text
      }
      imageSet {
        id
        skippedImageCount
        skippedImages {
          name
          reason
        }
      }
    }
  }
`);

export const RunMapsDocument = graphql(`
  query RunMaps($id: ID!, $measure: Measure!) {
    run(id: $id) {
      id
      indexMaps(measure: $measure) {
        id
        factor
        checkpoint {
          name
        }
        summary {
          count
          mean
          max
          meanHalfWidth95
          undefinedCount
          aggregated
          aggregatedHalfWidth95
          untrustedCount
          distinguishableCount
          simultaneousHalfWidth95
          quantiles {
            p
            value
          }
        }
      }
    }
  }
`);

export const RunHistogramDocument = graphql(`
  query RunHistogram($id: ID!, $measure: Measure!, $checkpoint: String!, $factor: String) {
    run(id: $id) {
      id
      indexMaps(measure: $measure, checkpoint: $checkpoint, factor: $factor) {
        id
        factor
        summary {
          histogram(bins: 32) {
            edges
            counts
          }
        }
      }
    }
  }
`);

export const RunUnitMapDocument = graphql(`
  query RunUnitMap($id: ID!, $measure: Measure!, $checkpoint: String!, $factor: String, $order: ChannelOrder!) {
    run(id: $id) {
      id
      indexMaps(measure: $measure, checkpoint: $checkpoint, factor: $factor) {
        id
        factor
        checkpoint {
          name
          shape
        }
        summary {
          min
          max
          undefinedCount
          untrustedCount
        }
        channels(orderBy: $order) {
          channel
          mean
          halfWidth95
          aggregated
          aggregatedHalfWidth95
          undefinedCount
        }
        valuesBase64
        halfWidthsBase64
        flagsBase64
      }
    }
  }
`);

export const RunPairsDocument = graphql(`
  query RunPairs($id: ID!, $checkpoint: String!) {
    run(id: $id) {
      id
      indexMaps(measure: S2, checkpoint: $checkpoint) {
        id
        factor
        withFactor
        summary {
          aggregated
          aggregatedHalfWidth95
        }
      }
    }
  }
`);

export const RunUnitsDocument = graphql(`
  query RunUnits($id: ID!, $where: UnitFilter!, $orderBy: UnitOrder!, $first: Int!, $after: String) {
    run(id: $id) {
      id
      units(where: $where, orderBy: $orderBy, first: $first, after: $after) {
        totalCount
        nodes {
          channel
          y
          x
          value
          halfWidth95
          trusted
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const CancelRunDocument = graphql(`
  mutation CancelRun($id: ID!) {
    cancelRun(id: $id) {
      ...RunParts
    }
  }
`);

export const ResumeRunDocument = graphql(`
  mutation ResumeRun($id: ID!) {
    resumeRun(id: $id) {
      ...RunParts
    }
  }
`);

export const DeleteRunDocument = graphql(`
  mutation DeleteRun($id: ID!) {
    deleteRun(id: $id)
  }
`);
