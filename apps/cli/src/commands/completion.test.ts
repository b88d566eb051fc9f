import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

/** What bash offers for the last word of a line, in a folder with files. */
async function offered(...words: string[]): Promise<string[]> {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "completion.sh"), await runToEnd(["completion", "bash"]));
  writeFileSync(path.join(folder, "my run.h5"), "");
  mkdirSync(path.join(folder, "photos"));
  const line = words.map((word) => `'${word}'`).join(" ");
  const script = `source completion.sh; COMP_WORDS=(unitscope ${line}); COMP_CWORD=${words.length}; _unitscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["--norc", "-c", script], { cwd: folder, encoding: "utf8" });
  return text.split("\n").filter(Boolean);
}

it("lets bash complete commands, options, values and files", async () => {
  expect(await offered("ex")).toEqual(["export"]);
  expect(await offered("")).toContain("completion");
  expect(await offered("analyze", "--base")).toEqual(["--base-samples"]);
  expect(await offered("sample", "--me")).toEqual(["--method"]);
  expect(await offered("analyze", "--method", "sh")).toEqual(["shapley", "shapley-nested"]);
  expect(await offered("analyze", "--images", "")).toEqual(["photos"]);
  expect(await offered("export", "my")).toEqual(["my run.h5"]);
  expect(await offered("report", "corr")).toEqual(["correlation"]);
  // Any number may follow.
  expect(await offered("analyze", "--seed", "")).toEqual([]);
  // The old name of an option is taken, not offered.
  expect(await offered("inspect", "--prep")).toEqual(["--preprocessing"]);
});

it("knows every option for zsh and fish, whose scripts their shells would take", async () => {
  for (const shell of ["zsh", "fish"]) {
    const script = await runToEnd(["completion", shell]);
    for (const word of ["single-class", "base-samples", "shapley-nested", "mkdir"])
      expect(script).toContain(word);
    // Quotes are closed.
    expect(
      script
        .split("\n")
        .filter(
          (line) =>
            (line.replaceAll(`'\\''`, "").replaceAll("\\'", "").split("'").length - 1) % 2 === 1 &&
            !line.startsWith("#"),
        ),
    ).toEqual([]);
  }
});

it("names the shells there are", async () => {
  expect(await runCommand(["completion", "tcsh"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('<shell> is "tcsh". It must be one of bash, zsh, fish.'),
  });
});
