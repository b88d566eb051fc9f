import { graphql } from "@/gql";

export const UnitDocument = graphql(`
  query Unit($id: ID!, $checkpoint: String!, $channel: Int!, $y: Int!, $x: Int!) {
    run(id: $id) {
      id
      name
      method
      model {
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
      }
      unit(checkpoint: $checkpoint, channel: $channel, y: $y, x: $x) {
        checkpoint
        channel
        y
        x
        mean
        variance
        indices {
          measure
          factor
          withFactor
          value
          halfWidth95
          trusted
          distinguishable
        }
      }
    }
  }
`);
