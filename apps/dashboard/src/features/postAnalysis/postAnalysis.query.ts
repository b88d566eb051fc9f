import { graphql } from "@/gql";

export const SpecializationDocument = graphql(`
  query Specialization($id: ID!, $checkpoint: String!, $measure: Measure!) {
    run(id: $id) {
      id
      specialization(checkpoint: $checkpoint, measure: $measure) {
        factor
        units
        share
      }
    }
  }
`);

export const FactorCorrelationDocument = graphql(`
  query FactorCorrelation($id: ID!, $checkpoint: String!, $measure: Measure!) {
    run(id: $id) {
      id
      factorCorrelation(checkpoint: $checkpoint, measure: $measure) {
        labels
        rho
        sd
        slices
      }
    }
  }
`);

export const FactorClusteringDocument = graphql(`
  query FactorClustering($id: ID!, $checkpoint: String!, $measure: Measure!, $height: Float!) {
    run(id: $id) {
      id
      factorClustering(checkpoint: $checkpoint, measure: $measure, height: $height) {
        leaves
        leafOrder
        merges {
          left
          right
          height
          size
        }
        height
        clusterOfLeaf
        undefinedPairs
      }
    }
  }
`);

export const DiscriminantDocument = graphql(`
  query Discriminant($id: ID!, $measure: Measure!, $checkpoint: String, $folds: Int, $repeats: Int) {
    run(id: $id) {
      id
      discriminant(measure: $measure, checkpoint: $checkpoint, folds: $folds, repeats: $repeats) {
        checkpoint
        accuracy
        halfWidth95
        low95
        foldAccuracies
        labels
        confusion
        chance
        channelCount
        pixelCount
        sampleCount
        explainedShares
        points {
          label
          channel
          x
          y
        }
      }
    }
  }
`);
