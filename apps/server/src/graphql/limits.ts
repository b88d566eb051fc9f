import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
// Its CommonJS build, because Node takes that of graphql, too: types of two copies of graphql do not know each other.
import { type ComplexityEstimator, getComplexity } from "graphql-query-complexity/cjs";
import { ApiError } from "./errors.js";
import { LARGEST_PAGE } from "./paging/cursor.js";

/** Levels of fields; the dashboard's deepest query has seven. */
export const MOST_DEPTH = 12;
/** Fields under another name, over the whole query. */
export const MOST_ALIASES = 60;
/** Fields that may be answered, lists counted by what they may hold. */
export const MOST_COST = 100_000;
/** How long lists without `first` may be; the others have about twenty entries. */
const LIST_LENGTHS: Readonly<Record<string, number>> = {
  indexMaps: 60,
  channels: 100,
  rows: 100,
  agreement: 200,
  cells: 6,
  points: 5_000,
  augmentationSets: 3,
  accuracies: 200,
  configurations: 17,
  maskedMinusRandom: 17,
  perClass: 100,
};
const USUAL_LIST = 20;
/** What fields cost whose answer is computed for longer than it takes to read it. */
const COMPUTED: Readonly<Record<string, number>> = {
  discriminant: 10_000,
  factorCorrelation: 1_000,
  measureCorrelation: 1_000,
  factorClustering: 1_000,
};

/** Every field costs one or what computing it costs, and a list as much as it may hold times what one entry costs. */
const estimate: ComplexityEstimator = ({ args, childComplexity, field }) => {
  // The answer to introspection is as large as the schema, however it is asked for.
  if (field.name.startsWith("__")) return 1;
  const first: unknown = args["first"];
  // Within a connection the lists `edges` and `nodes` are as long as the page, which was counted with it.
  if (field.name === "edges" || field.name === "nodes" || field.name === "pageInfo") return childComplexity;
  if (typeof first === "number") return 1 + Math.min(Math.max(first, 1), LARGEST_PAGE) * childComplexity;
  const isList = String(field.type).startsWith("[");
  const own = COMPUTED[field.name] ?? 1;
  return own + (isList ? (LIST_LENGTHS[field.name] ?? USUAL_LIST) : 1) * childComplexity;
};

/**
 * Refuses operations that are too deep, too costly or use too many aliases, before anything is executed.
 *
 * @throws {ApiError} QUERY_TOO_COMPLEX, saying which limit and by how much; BAD_USER_INPUT when variables are wrong.
 */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  const { depth, aliases } = measure(document, operation.selectionSet, 0);
  if (depth > MOST_DEPTH) throw tooComplex(`is ${depth} levels deep; at most ${MOST_DEPTH} are allowed.`);
  if (aliases > MOST_ALIASES)
    throw tooComplex(`has ${aliases} aliases; at most ${MOST_ALIASES} are allowed.`);
  const cost = costOf(schema, document, operation, variables);
  if (cost > MOST_COST) {
    throw tooComplex(
      `may ask for ${Math.round(cost)} values; at most ${MOST_COST} are allowed. Ask for smaller pages.`,
    );
  }
}

function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  try {
    return getComplexity({
      schema,
      query: document,
      variables: { ...variables },
      operationName: operation.name?.value,
      estimators: [estimate],
    });
  } catch (error) {
    // Variables that are missing or of another type are noticed here first.
    if (error instanceof GraphQLError) throw new ApiError("BAD_USER_INPUT", error.message);
    throw error;
  }
}

function tooComplex(what: string): ApiError {
  return new ApiError("QUERY_TOO_COMPLEX", `The query ${what}`);
}

interface Extent {
  readonly depth: number;
  readonly aliases: number;
}

/** Introspection is left out: its depth is fixed by the tools that ask, and its answer by the schema. */
function measure(document: DocumentNode, selections: SelectionSetNode, above: number): Extent {
  let depth = above;
  let aliases = 0;
  const add = (extent: Extent) => {
    depth = Math.max(depth, extent.depth);
    aliases += extent.aliases;
  };
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value.startsWith("__")) continue;
      if (selection.alias) aliases++;
      add(measureField(document, selection, above + 1));
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      add(measure(document, selection.selectionSet, above));
    } else {
      const name = selection.name.value;
      const fragment = document.definitions.find(
        (d) => d.kind === Kind.FRAGMENT_DEFINITION && d.name.value === name,
      );
      // Unknown and circular fragments are refused by validation, which comes before.
      if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new GraphQLError(`Unknown fragment "${name}".`);
      add(measure(document, fragment.selectionSet, above));
    }
    // Stop early: fragments within fragments can multiply beyond what is worth counting.
    if (depth > MOST_DEPTH || aliases > MOST_ALIASES) break;
  }
  return { depth, aliases };
}

function measureField(document: DocumentNode, field: FieldNode, depth: number): Extent {
  return field.selectionSet ? measure(document, field.selectionSet, depth) : { depth, aliases: 0 };
}
