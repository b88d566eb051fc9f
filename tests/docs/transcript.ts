import type { CodeBlock } from "./codeBlocks.js";

/** A command of a page, and what the page says that it prints. */
export interface Step {
  /** As written, with its line ends. */
  readonly command: string;
  /** Null where the page shows none. */
  readonly printed: string | null;
  /** Line of the page. */
  readonly line: number;
}

const PROMPT = "$ ";

/**
 * The commands of a block. In `console` blocks a command stands behind `$ `, the rest is what it prints; in `sh` blocks
 * every line is a command. A line that ends in a backslash or inside quotes goes on in the next one.
 *
 * @throws {Error} for a `console` block that does not begin with a command.
 */
export function stepsOf(block: CodeBlock): Step[] {
  const isTranscript = block.language === "console";
  const lines = block.text.split("\n");
  const steps: { command: string; printed: string[]; line: number }[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = block.line + i;
    if (isTranscript && !lines[i].startsWith(PROMPT)) {
      const step = steps.at(-1);
      if (step === undefined) throw new Error(`line ${line}: a console block begins with "$ "`);
      step.printed.push(lines[i]);
      continue;
    }
    let command = isTranscript ? lines[i].slice(PROMPT.length) : lines[i];
    while (goesOn(command) && i + 1 < lines.length) command += `\n${lines[++i]}`;
    if (command.trim() !== "" && !command.trimStart().startsWith("#")) {
      steps.push({ command, printed: [], line });
    }
  }
  return steps.map(({ command, printed, line }) => {
    const text = printed.join("\n").trimEnd();
    return { command, line, printed: isTranscript && text !== "" ? text : null };
  });
}

function goesOn(command: string): boolean {
  if (command.endsWith("\\")) return true;
  let quote = "";
  for (const character of command) {
    if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === quote) quote = "";
  }
  return quote !== "";
}
