import { graphql } from "@/gql";

/** What lists and headers show of a stored mask. */
export const MaskParts = graphql(`
  fragment MaskParts on Mask {
    id
    name
    measure
    factor
    withFactor
    percentile
    direction
    alpha
    soft
    combination
    unitCount
    createdAt
  }
`);

/** What a preview or a stored mask tells of one checkpoint. */
export const MaskCheckpointParts = graphql(`
  fragment MaskCheckpointParts on MaskCheckpoint {
    checkpoint
    shape
    unitCount
    requested
    undefinedCount
    tiesLeftOut
    threshold
    hasThreshold
    channels {
      channel
      unitCount
    }
    downloadUrl
    unitsUrl
  }
`);

export const PreviewMaskDocument = graphql(`
  query PreviewMask($rule: MaskRuleInput!) {
    previewMask(rule: $rule) {
      ...MaskCheckpointParts
    }
  }
`);

export const RunMasksDocument = graphql(`
  query RunMasks($id: ID!) {
    run(id: $id) {
      id
      masks {
        ...MaskParts
        evaluations {
          id
          status
          createdAt
          masked {
            top1
            halfWidth95
          }
          maskedMinusRandom {
            difference
            halfWidth95
          }
        }
      }
    }
  }
`);

export const CreateMaskDocument = graphql(`
  mutation CreateMask($rule: MaskRuleInput!, $name: String) {
    createMask(rule: $rule, name: $name) {
      ...MaskParts
    }
  }
`);

export const CombineMasksDocument = graphql(`
  mutation CombineMasks(
    $left: ID!
    $right: ID!
    $combination: MaskCombination!
    $alpha: Float
    $name: String
  ) {
    combineMasks(left: $left, right: $right, combination: $combination, alpha: $alpha, name: $name) {
      ...MaskParts
    }
  }
`);

export const DeleteMaskDocument = graphql(`
  mutation DeleteMask($id: ID!) {
    deleteMask(id: $id)
  }
`);
