import { writeFileSync } from "node:fs";
import { buildApiSchema, printApiSchema } from "./graphql/schema.js";

// Entry point of "npm run gen:schema": writes the contract that the dashboard's types are generated from.
writeFileSync(new URL("../schema.graphql", import.meta.url), printApiSchema(buildApiSchema()));
