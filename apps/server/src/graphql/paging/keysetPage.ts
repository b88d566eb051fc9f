import { badInput } from "../errors.js";
import { type Connection, connection } from "./connection.js";
import { checkFirst, decodeCursor, encodeCursor } from "./cursor.js";

/** Order of a list: by a column, then by id so that no two rows are equal. */
export interface KeysetOrder {
  readonly column: "createdAt" | "name";
  readonly direction: "asc" | "desc";
}

/** Rows that can be listed so. */
export interface KeysetRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly name: string;
}

/** Rows after a cursor, as a condition that Prisma takes for every such table. */
export interface KeysetCondition {
  OR?: {
    createdAt?: Date | { gt: Date } | { lt: Date };
    name?: string | { gt: string } | { lt: string };
    id?: { gt: string } | { lt: string };
  }[];
}

export interface KeysetQuery<Row extends KeysetRow, Node> {
  /** Name of the list, part of its cursors. */
  readonly list: string;
  readonly order: KeysetOrder;
  readonly first: number;
  readonly after?: string | null;
  find(
    after: KeysetCondition,
    orderBy: ({ createdAt?: "asc" | "desc"; name?: "asc" | "desc" } | { id: "asc" | "desc" })[],
    take: number,
  ): Promise<Row[]>;
  count(): Promise<number>;
  toNode(row: Row): Node;
}

/**
 * A page of rows by keyset: a page costs the same wherever it is, and rows that are added meanwhile shift nothing.
 *
 * @throws {ApiError} BAD_USER_INPUT on a bad `first` or `after`.
 */
export async function keysetPage<Row extends KeysetRow, Node>(
  query: KeysetQuery<Row, Node>,
): Promise<Connection<Node>> {
  const { order, first } = query;
  const list = `${query.list}:${order.column}:${order.direction}`;
  checkFirst(first);
  const place = decodeCursor(list, ["string", "string"], query.after) as [string, string] | null;
  const byColumn = order.column === "name" ? { name: order.direction } : { createdAt: order.direction };
  const orderBy = [byColumn, { id: order.direction }];
  const [rows, totalCount] = await Promise.all([
    query.find(place ? conditionAfter(order, place) : {}, orderBy, first + 1),
    query.count(),
  ]);
  const edges = rows.slice(0, first).map((row) => {
    const value = order.column === "name" ? row.name : row.createdAt.toISOString();
    return { cursor: encodeCursor(list, [value, row.id]), node: query.toNode(row) };
  });
  return connection(edges, { hasNextPage: rows.length > first, hasPreviousPage: place !== null, totalCount });
}

function conditionAfter(order: KeysetOrder, [value, id]: readonly [string, string]): KeysetCondition {
  const isAfter = <T>(limit: T) => (order.direction === "asc" ? { gt: limit } : { lt: limit });
  if (order.column === "name") return { OR: [{ name: isAfter(value) }, { name: value, id: isAfter(id) }] };
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) throw badInput("after", "This cursor was not made by this API.");
  return { OR: [{ createdAt: isAfter(date) }, { createdAt: date, id: isAfter(id) }] };
}
