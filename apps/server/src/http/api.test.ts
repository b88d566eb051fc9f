import request from "supertest";
import { afterAll, beforeAll, expect, it } from "vitest";
import { queueRun } from "../testing/queuedRun.js";
import { importFewSamples, type SampleIds } from "../testing/sampleStores.js";
import { ORIGIN, startTestApi, type TestApi } from "../testing/testApi.js";

let api: TestApi;
let ids: SampleIds;
beforeAll(async () => {
  api = await startTestApi();
  ids = await importFewSamples(api);
});
afterAll(() => api.stop());

const createRun = (more: Record<string, unknown> = {}) => queueRun(api, ids, more);

it("answers health when the database does", async () => {
  const { status, body } = await request(api.url).get("/health");
  expect([status, body]).toEqual([200, { status: "ok" }]);
});

it("keeps the helpful text of a wrong query", async () => {
  const { errors } = await api.graphql("{ runs { node { id } } }");
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('Did you mean "nodes"'),
    extensions: { code: "BAD_USER_INPUT" },
  });
  const broken = await api.graphql("{ runs {");
  expect(broken.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  const variables = await api.graphql("query ($id: ID!) { run(id: $id) { id } }");
  expect(variables.errors?.[0]).toMatchObject({ extensions: { code: "BAD_USER_INPUT" } });
});

it("refuses made-up ids, and finds nothing under unknown ones", async () => {
  const madeUp = await api.graphql('{ run(id: "abc") { id } }');
  expect(madeUp.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "id" });
  const unknown = Buffer.from("Run:0190a3c4-0000-7000-8000-000000000000").toString("base64url");
  expect((await api.graphql(`{ run(id: "${unknown}") { id } }`)).data).toEqual({ run: null });
  expect((await api.graphql(`{ node(id: "${unknown}") { id } }`)).data).toEqual({ node: null });
  const cancel = await api.graphql(`mutation { cancelRun(id: "${unknown}") { id } }`);
  expect(cancel.errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: "id" });
});

it("tells nothing of the inside", async () => {
  const id = await createRun();
  // A row that breaks a promise of ours, as damage of the database would.
  await api.db.run.updateMany({ data: { factors: "damaged" } });
  const { errors } = await api.graphql(`{ run(id: "${id}") { factors { key } } }`);
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining("unexpected"),
    extensions: { code: "INTERNAL", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
  expect(JSON.stringify(errors)).not.toContain("damaged");
  expect(JSON.stringify(errors)).not.toContain("stack");
  await api.graphql(`mutation { deleteRun(id: "${id}") }`);
});

it("lets the dashboard's page call it and no other", async () => {
  const query = { query: "{ me { name role } }" };
  const ours = await request(api.url).post("/graphql").set("Origin", ORIGIN).send(query);
  expect(ours.headers["access-control-allow-origin"]).toBe(ORIGIN);
  expect(ours.body.data).toEqual({ me: { name: "local", role: "ADMIN" } });
  const foreign = await request(api.url).post("/graphql").set("Origin", "https://example.org").send(query);
  expect(foreign.status).toBe(403);
  const upload = await request(api.url).post("/uploads").set("Origin", "https://example.org").send("x");
  expect(upload.status).toBe(403);
});

it("refuses queries that are too large, and answers introspection", async () => {
  const deep = `${"model { runs { nodes { ".repeat(5)}id${" } } }".repeat(5)}`;
  const { errors } = await api.graphql(`{ runs { nodes { ${deep} } } }`);
  expect(errors?.[0]?.extensions.code).toBe("QUERY_TOO_COMPLEX");
  const { data } = await api.graphql<{ __schema: { queryType: { name: string } } }>(
    "{ __schema { queryType { name } } }",
  );
  expect(data.__schema.queryType.name).toBe("Query");
  const long = await request(api.url)
    .post("/graphql")
    .send({ query: "#".repeat(1_100_000) });
  expect([long.status, long.body.errors[0].extensions.code]).toEqual([413, "BAD_USER_INPUT"]);
});
