import { graphql } from "@/gql";

export const ModelsDocument = graphql(`
  query Models {
    models(first: 50) {
      totalCount
      nodes {
        id
        name
        byteSize
        inputShape
        classLabels
        checkpoints {
          name
          shape
          unitCount
          suggested
        }
        runs(first: 1) {
          totalCount
        }
      }
    }
  }
`);
