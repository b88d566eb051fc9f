import { getIntrospectionQuery, type OperationDefinitionNode, parse, validate } from "graphql";
import { expect, it } from "vitest";
import { checkLimits, MOST_ALIASES } from "./limits.js";
import { buildApiSchema } from "./schema.js";

const schema = buildApiSchema();

function check(text: string, variables: Record<string, unknown> = {}): void {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    (d): d is OperationDefinitionNode => d.kind === "OperationDefinition",
  );
  checkLimits(schema, document, operation!, variables);
}

const TOO_COMPLEX = { extensions: { code: "QUERY_TOO_COMPLEX" } };

it("lets ordinary queries pass", () => {
  check("{ runs(first: 500) { nodes { id name model { name } progress { evaluationsDone } } } }");
  check(
    `{ run(id: "x") { indexMaps { factor summary { mean quantiles { p value } } channels { channel mean } } } }`,
  );
  check(
    `{ run(id: "x") { units(where: { checkpoint: "fc", measure: ST, factor: "hue" }, first: 500) { nodes { value } } } }`,
  );
  check(getIntrospectionQuery());
});

it("refuses depth, also when fragments hide it", () => {
  const nested = (levels: number) =>
    `${"model { runs { nodes { ".repeat(levels)}id${" } } }".repeat(levels)}`;
  expect(() => check(`{ runs { nodes { ${nested(5)} } } }`)).toThrow(expect.objectContaining(TOO_COMPLEX));
  const fragments = `{ runs { nodes { ...A } } }
    fragment A on Run { model { runs { nodes { ...B } } } }
    fragment B on Run { model { runs { nodes { ...C } } } }
    fragment C on Run { model { runs { nodes { model { runs { nodes { id } } } } } } }`;
  expect(() => check(fragments)).toThrow(/is \d+ levels deep; at most 12/);
});

it("refuses many aliases", () => {
  const aliases = Array.from({ length: MOST_ALIASES + 1 }, (_, i) => `a${i}: me { name }`).join(" ");
  expect(() => check(`{ ${aliases} }`)).toThrow(`has ${MOST_ALIASES + 1} aliases`);
});

it("counts lists by the size that is asked for, variables too", () => {
  const text =
    "query($n: Int) { models(first: $n) { nodes { runs(first: $n) { nodes { indexMaps { id } } } } } }";
  check(text, { n: 10 });
  expect(() => check(text, { n: 500 })).toThrow(/may ask for \d+ values; at most 100000/);
});
