import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";

const COMMAND = new URL("command.mjs", import.meta.url).href;

it("begins no further command once all are told to end", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "unitscope-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = `
    const { endCommands, runCommand } = await import(${JSON.stringify(COMMAND)});
    const run = (log) => runCommand(process.execPath, ["-e", "setInterval(() => undefined, 1000)"],
      { cwd: ".", log: ${JSON.stringify(folder)} + "/" + log });
    const children = () => process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap").length;
    const first = run("1.log").catch((error) => error.message);
    await endCommands();
    console.log(await first);
    const before = children();
    void run("2.log");
    console.log(children() - before);
    process.exit(0);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(await text(child.stdout)).toMatch(/ ended with SIGTERM\n0\n$/);
});
