import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiSession } from "./apiSession.js";
import { type CodeBlock, codeBlocksIn } from "./codeBlocks.js";
import { differenceFrom } from "./comparePrinted.js";
import { DocsFolder, PROJECT } from "./docsFolder.js";
import { NOT_RUN } from "./notRun.js";
import { modulesOf, pythonWith } from "./python.js";
import { type Step, stepsOf } from "./transcript.js";
import { optionsOfHelp, usagesOf } from "./usage.js";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "docs/cli.md",
  "docs/files.md",
  "docs/method.md",
  "docs/networks.md",
];
/** `text` is for people alone, `usage` compared with `--help`, `json` parsed; all others are run. */
const LANGUAGES = ["console", "sh", "graphql", "pycon", "python", "usage", "json", "text", "ts"];

/** Blocks are run in the order of their page, in a folder of their own. */
describe.each(PAGES)("%s", (page) => {
  const blocks = codeBlocksIn(path.join(PROJECT, page));
  const needsApi = blocks.some(
    ({ language, text }) =>
      language === "graphql" || (/^(\$ )?(curl|npm run import)/m.test(text) && language !== "text"),
  );
  let folder: DocsFolder;
  let api: ApiSession | undefined;

  beforeAll(async () => {
    folder = new DocsFolder();
    if (needsApi) api = await ApiSession.open();
  });
  afterAll(async () => {
    await api?.close();
    folder.remove();
  });

  it("says of every block what it is", () => {
    const unknown = blocks.filter(({ language }) => !LANGUAGES.includes(language));
    expect(unknown.map(({ line, text }) => `line ${line}: ${text.split("\n")[0]}`)).toEqual([]);
  });

  for (const block of blocks) {
    const name = `line ${block.line}: ${block.text.split("\n")[0]}`;
    if (block.language === "console" || block.language === "sh") {
      it(name, ({ skip }) => {
        skip(block.needs !== "" && !folder.has(block.needs), `${block.needs} was not made`);
        for (const step of stepsOf(block)) if (NOT_RUN[plain(step.command)] === undefined) perform(step);
      });
    }
    if (block.language === "graphql") it(name, async () => void (await api?.query(block.text)));
    if (block.language === "json") it(name, () => void JSON.parse(block.text));
    if (block.language === "usage") it(name, () => checkUsage(block));
    if (block.language === "pycon" || block.language === "python") {
      const python = pythonWith(modulesOf(block.text), block.needs);
      it.skipIf(python === null)(name, () => runPython(python as string, block));
    }
  }

  function perform(step: Step): void {
    const [, file] = /^cat ([\w.-]+)(?:\s+#.*)?$/.exec(step.command) ?? [];
    if (file !== undefined && step.printed !== null) folder.write(file, step.printed);
    const command = api?.addressed(step.command) ?? step.command;
    const printed = folder.run({ command, line: step.line }, api?.environment);
    const difference = step.printed === null ? null : differenceFrom(step.printed, printed);
    if (difference !== null) expect.fail(`${page}, line ${step.line}: ${step.command}\n${difference}`);
  }

  function checkUsage(block: CodeBlock): void {
    for (const { command, options, line } of usagesOf(block)) {
      const help = optionsOfHelp(folder.run({ command: `npx unitscope ${command} --help`, line }));
      expect(
        options.filter((option) => !help.includes(option)),
        `line ${line}: not in --help`,
      ).toEqual([]);
    }
  }

  /** A session is compared with what it shows, a program only run. */
  function runPython(python: string, { language, text, line }: CodeBlock): void {
    const file = path.join(folder.path, `line${line}.${language === "python" ? "py" : "txt"}`);
    writeFileSync(file, `${text}\n`);
    const options = { cwd: folder.path, encoding: "utf8", stdio: "pipe" } as const;
    if (language === "python") execFileSync(python, [file], options);
    else
      execFileSync(python, ["-m", "doctest", "-o", "ELLIPSIS", "-o", "NORMALIZE_WHITESPACE", file], options);
  }
});

function plain(command: string): string {
  return command.replace(/\s+#.*$/, "").trim();
}

it("leaves out nothing that no page has any more", () => {
  const commands = PAGES.flatMap((page) => codeBlocksIn(path.join(PROJECT, page)))
    .filter(({ language }) => language === "console" || language === "sh")
    .flatMap(stepsOf)
    .map(({ command }) => plain(command));
  expect(Object.keys(NOT_RUN).filter((command) => !commands.includes(command))).toEqual([]);
});
