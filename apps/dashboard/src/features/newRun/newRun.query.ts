import { graphql } from "@/gql";

export const NewRunOptionsDocument = graphql(`
  query NewRunOptions {
    models(first: 200) {
      nodes {
        id
        name
        inputType
        checkpoints {
          name
          shape
          unitCount
          suggested
        }
      }
    }
    imageSets(first: 200) {
      nodes {
        id
        name
        imageCount
        classes
        partitions {
          name
        }
      }
    }
    augmentationSets {
      key
      factors {
        key
        kind
        parameters {
          key
        }
      }
    }
  }
`);

export const CreateRunDocument = graphql(`
  mutation CreateRun($input: CreateRunInput!) {
    createRun(input: $input) {
      ...RunParts
    }
  }
`);
