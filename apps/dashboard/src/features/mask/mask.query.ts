import { graphql } from "@/gql";

/** An image set that masks can be tested on. */
export const TestImageSetParts = graphql(`
  fragment TestImageSetParts on ImageSet {
    id
    name
    imageCount
    partitions {
      name
      imageCount
    }
  }
`);

/** An evaluation as lists show it, and all that its progress changes. */
export const EvaluationParts = graphql(`
  fragment EvaluationParts on MaskEvaluation {
    id
    status
    augmented
    augmentation
    sampleCount
    draws
    failure
    createdAt
    finishedAt
    imageSet {
      id
      name
    }
    progress {
      ...ProgressParts
    }
    masked {
      top1
      halfWidth95
    }
    maskedMinusRandom {
      difference
      halfWidth95
    }
  }
`);

export const MaskDocument = graphql(`
  query Mask($id: ID!) {
    mask(id: $id) {
      ...MaskParts
      run {
        id
        name
        method
        design
        imageSet {
          id
          name
        }
        factors {
          key
          kind
        }
      }
      evaluations {
        ...EvaluationParts
      }
    }
    imageSets(first: 200) {
      nodes {
        ...TestImageSetParts
      }
    }
  }
`);

export const MaskUnitsDocument = graphql(`
  query MaskUnits($id: ID!) {
    mask(id: $id) {
      id
      checkpoints {
        ...MaskCheckpointParts
      }
    }
  }
`);

export const EvaluationDocument = graphql(`
  query MaskEvaluationResult($id: ID!) {
    maskEvaluation(id: $id) {
      ...EvaluationParts
      baseline {
        top1
        halfWidth95
        top5
        top5HalfWidth95
      }
      masked {
        top5
        top5HalfWidth95
      }
      randomControl {
        top1
        halfWidth95
        top5
        top5HalfWidth95
      }
      leastSensitive {
        top1
        halfWidth95
        top5
        top5HalfWidth95
      }
      maskedMinusBaseline {
        difference
        halfWidth95
      }
      maskedMinusLeastSensitive {
        difference
        halfWidth95
      }
      perControl
      collapsed
      collapsedTo
      perClass {
        label
        baselineTop1
        baselineHalfWidth95
        maskedTop1
        maskedHalfWidth95
        randomTop1
        sampleCount
      }
    }
  }
`);

export const EvaluateMaskDocument = graphql(`
  mutation EvaluateMask(
    $maskId: ID!
    $imageSetId: ID!
    $augmented: Boolean
    $augmentation: String
    $samples: Int
    $randomControls: Int
    $draws: Int
    $partition: String
    $useSeenImages: Boolean
    $seed: Int
  ) {
    evaluateMask(
      maskId: $maskId
      imageSetId: $imageSetId
      augmented: $augmented
      augmentation: $augmentation
      samples: $samples
      randomControls: $randomControls
      draws: $draws
      partition: $partition
      useSeenImages: $useSeenImages
      seed: $seed
    ) {
      ...EvaluationParts
    }
  }
`);

export const CancelEvaluationDocument = graphql(`
  mutation CancelMaskEvaluation($id: ID!) {
    cancelMaskEvaluation(id: $id) {
      ...EvaluationParts
    }
  }
`);
