#!/usr/bin/env node
// npm links this file before anything is built; the program itself is compiled.
import { existsSync } from "node:fs";

const program = new URL("../dist/unitscope.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write("unitscope is not built yet; run `npm run build` in the project's folder first.\n");
  process.exitCode = 1;
}
