import { type ClassType, Field, Int, ObjectType } from "type-graphql";

@ObjectType("PageInfo", { description: "Where a page stands in its list." })
export class PageInfo {
  @Field(() => Boolean, { description: "Are there entries after this page?" })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Are there entries before this page?" })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "Cursor of the first entry; null on an empty page." })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Cursor of the last entry: pass it as `after` for the next page; null on an empty page.",
  })
  endCursor!: string | null;
}

/** An entry of a page with its cursor. */
export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}

/** A page of a list. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}

/** Puts a page together. */
export function connection<T>(
  edges: readonly Edge<T>[],
  page: { hasNextPage: boolean; hasPreviousPage: boolean; totalCount: number },
): Connection<T> {
  const { totalCount, ...sides } = page;
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: { ...sides, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount,
  };
}

/** Makes the classes `<name>Connection` and `<name>Edge` of the schema for a type of entries. */
export function connectionTypes<T extends object>(
  name: string,
  plural: string,
  nodeType: () => ClassType<T>,
): { connection: ClassType<Connection<T>>; edge: ClassType<Edge<T>> } {
  @ObjectType(`${name}Edge`, { description: `An entry of a list of ${plural}.` })
  class EdgeType implements Edge<T> {
    @Field(() => String, { description: "Mark of this place in the list, for `after`." })
    cursor!: string;

    @Field(() => nodeType(), { description: "The entry itself." })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${plural}.` })
  class ConnectionType implements Connection<T> {
    @Field(() => [EdgeType], { description: "The entries with their cursors." })
    edges!: EdgeType[];

    @Field(() => [nodeType()], { description: "The entries without their cursors." })
    nodes!: T[];

    @Field(() => PageInfo, { description: "Where this page stands in the list." })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: "Entries of the whole list." })
    totalCount!: number;
  }
  return { connection: ConnectionType, edge: EdgeType };
}
