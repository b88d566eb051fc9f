import { graphql } from "@/gql";

/** A study as lists and headers show it, and all that its progress changes. */
export const StudyParts = graphql(`
  fragment StudyParts on MaskStudy {
    id
    name
    status
    measure
    factors
    checkpoints
    sampleCount
    randomControls
    draws
    failure
    createdAt
    startedAt
    finishedAt
    imageSet {
      id
      name
    }
    progress {
      ...ProgressParts
    }
  }
`);

export const RunStudiesDocument = graphql(`
  query RunStudies($id: ID!) {
    run(id: $id) {
      id
      maskStudies {
        ...StudyParts
      }
    }
  }
`);

export const NewStudyDocument = graphql(`
  query NewStudy($runId: ID!) {
    run(id: $runId) {
      id
      name
      status
      method
      design
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
        parameters {
          key
        }
      }
      checkpoints {
        name
        shape
      }
    }
    imageSets(first: 200) {
      nodes {
        ...TestImageSetParts
      }
    }
  }
`);

export const CreateStudyDocument = graphql(`
  mutation CreateMaskStudy(
    $runId: ID!
    $imageSetId: ID!
    $measure: Measure!
    $factors: [String!]
    $checkpoints: [String!]
    $samples: Int
    $randomControls: Int
    $draws: Int
    $partition: String
    $useSeenImages: Boolean
    $name: String
    $seed: Int
  ) {
    createMaskStudy(
      runId: $runId
      imageSetId: $imageSetId
      measure: $measure
      factors: $factors
      checkpoints: $checkpoints
      samples: $samples
      randomControls: $randomControls
      draws: $draws
      partition: $partition
      useSeenImages: $useSeenImages
      name: $name
      seed: $seed
    ) {
      ...StudyParts
    }
  }
`);

export const StudyDocument = graphql(`
  query MaskStudy($id: ID!) {
    maskStudy(id: $id) {
      ...StudyParts
      run {
        id
        name
        method
        design
        model {
          id
          name
        }
      }
    }
  }
`);

export const StudyAccuraciesDocument = graphql(`
  query StudyAccuracies($id: ID!) {
    maskStudy(id: $id) {
      id
      configurations {
        label
        alpha
        percentile
        soft
        inverted
      }
      accuracies {
        input
        maskFactor
        top1
        top5
        halfWidth95
        unmaskedTop1
        unmaskedTop5
        randomTop1
        maskedMinusRandom {
          difference
          halfWidth95
        }
        collapsed
      }
    }
  }
`);

export const StudyCorrelationDocument = graphql(`
  query StudyCorrelation($id: ID!) {
    maskStudy(id: $id) {
      id
      correlation {
        labels
        columnLabels
        rho
        pValue
      }
    }
  }
`);

export const StudyClusteringDocument = graphql(`
  query StudyClustering($id: ID!, $height: Float!) {
    maskStudy(id: $id) {
      id
      clustering(height: $height) {
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

export const SingleClassDocument = graphql(`
  query SingleClass(
    $studyId: ID!
    $measure: Measure!
    $topClasses: Int
    $leastJaccard: Float
    $timesUnmasked: Float
    $randomProbability: Float
  ) {
    singleClass(
      studyId: $studyId
      measure: $measure
      topClasses: $topClasses
      leastJaccard: $leastJaccard
      timesUnmasked: $timesUnmasked
      randomProbability: $randomProbability
    ) {
      factor
      input
      classes {
        label
        index
        value
        halfWidth95
        overlapShare
      }
      jaccard
      jaccards
      chanceJaccard
      unmaskedJaccard
      randomJaccard95
      configuration {
        label
        alpha
        percentile
        soft
        inverted
      }
      isCandidate
      collapsed
    }
  }
`);

export const CancelStudyDocument = graphql(`
  mutation CancelMaskStudy($id: ID!) {
    cancelMaskStudy(id: $id) {
      ...StudyParts
    }
  }
`);

export const ResumeStudyDocument = graphql(`
  mutation ResumeMaskStudy($id: ID!) {
    resumeMaskStudy(id: $id) {
      ...StudyParts
    }
  }
`);

export const DeleteStudyDocument = graphql(`
  mutation DeleteMaskStudy($id: ID!) {
    deleteMaskStudy(id: $id)
  }
`);
