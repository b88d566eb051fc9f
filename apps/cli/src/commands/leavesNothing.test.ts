import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { projectFile, temporaryFolder } from "../testing/runCommand.js";

// ONNX Runtime's own builds report what is run, with a log in the temporary folder and an identifier in the home folder.
it("leaves nothing in the temporary folder and the home folder, and reports nothing to the runtime's makers", async () => {
  const folder = temporaryFolder();
  const [tmp, home] = ["tmp", "home"].map((name) => path.join(folder, name)) as [string, string];
  for (const dir of [tmp, home]) mkdirSync(dir);
  const args = [
    projectFile("apps/cli/bin/unitscope.js"),
    "inspect",
    projectFile("samples/resnet18-plain.onnx"),
  ];
  const env = { PATH: process.env["PATH"], TMPDIR: tmp, TMP: tmp, TEMP: tmp, HOME: home, USERPROFILE: home };
  const [code] = await once(spawn(process.execPath, args, { env, stdio: "ignore" }), "exit");
  expect(code).toBe(0);
  expect([readdirSync(tmp), readdirSync(home)]).toEqual([[], []]);
});
