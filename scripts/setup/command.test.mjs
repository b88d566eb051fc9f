import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";

const COMMAND = new URL("command.mjs", import.meta.url).href;

it("begins no further command once all are told to end", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "unitscope-command-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const marker = path.join(folder, "second");
  // Two commands one after the other, as suites are; the end comes in the first.
  const program = `
    const { endCommands, runCommand } = await import(${JSON.stringify(COMMAND)});
    const run = (code, log) => runCommand(process.execPath, ["-e", code], { cwd: ".", log: ${JSON.stringify(folder)} + "/" + log });
    const all = run("setInterval(() => undefined, 1000)", "1.log").catch(() => undefined)
      .then(() => run("require('fs').writeFileSync(" + ${JSON.stringify(JSON.stringify(marker))} + ", '')", "2.log"))
      .then(() => console.log("went on"));
    await endCommands();
    await new Promise((resolve) => setTimeout(resolve, 100));
    console.log("ended");
    process.exit(0);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  expect(await text(child.stdout)).toBe("ended\n");
  expect(existsSync(marker)).toBe(false);
});
