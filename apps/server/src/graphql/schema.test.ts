import { readFileSync } from "node:fs";
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { expect, it } from "vitest";
import { buildApiSchema, printApiSchema } from "./schema.js";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const schema = buildApiSchema();
const contract = buildSchema(read("../../../../tests/reference/contract/contract.graphql"));

/** Operations and fields of the contract that are of later work. */
const LATER = new Set([
  "Mutation.createWebhook",
  "Mutation.deleteWebhook",
  "Mutation.createApiToken",
  "Mutation.revokeApiToken",
]);

it("is committed as it is printed", () => {
  expect(read("../../schema.graphql")).toBe(printApiSchema(schema));
});

it("agrees with the contract in every type, field, argument and default of the types that it has", () => {
  const ours = describeSchema(schema);
  const wanted = [...describeSchema(contract)].filter(([place]) => {
    const [type = "", field = ""] = place.split(/[.(]/);
    return schema.getType(type) !== undefined && !LATER.has(`${type}.${field}`);
  });
  expect(wanted.length).toBeGreaterThan(300);
  expect(Object.fromEntries(wanted.filter(([place, text]) => ours.get(place) !== text))).toEqual({});
});

it("describes every type, field, argument and enum value", () => {
  const missing: string[] = [];
  const check = (place: string, { description }: { description?: string | null }) => {
    if (!description) missing.push(place);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    const isRoot = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(
      type as never,
    );
    if (type.name.startsWith("__") || isRoot) continue;
    check(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) check(`${type.name}.${value.name}`, value);
  }
  for (const [place, item] of fieldsAndArguments(schema)) check(place, item);
  expect(missing).toEqual([]);
});

/** Places of a schema with their type and default: "Run.units(first)" -> "Int = 50". */
function describeSchema(of: GraphQLSchema): Map<string, string> {
  const places = new Map<string, string>();
  for (const [place, item] of fieldsAndArguments(of)) {
    const fallback =
      "defaultValue" in item && item.defaultValue !== undefined
        ? ` = ${JSON.stringify(item.defaultValue)}`
        : "";
    places.set(place, `${item.type}${fallback}`);
  }
  for (const type of Object.values(of.getTypeMap())) {
    if (isEnumType(type))
      for (const value of type.getValues()) places.set(`${type.name}.${value.name}`, "enum value");
    if (isObjectType(type))
      for (const node of type.getInterfaces()) places.set(`${type.name}.implements ${node.name}`, "");
  }
  return places;
}

type Described = GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField;

function* fieldsAndArguments(of: GraphQLSchema): Generator<[string, Described]> {
  for (const type of Object.values(of.getTypeMap())) {
    if (type.name.startsWith("__")) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field];
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field];
        for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name}`, argument];
      }
    }
  }
}
