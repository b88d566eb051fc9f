import type { CodeBlock } from "./codeBlocks.js";

/** What a `usage` block says of a command: its name and its options. */
export interface Usage {
  readonly command: string;
  readonly options: readonly string[];
  readonly line: number;
}

const OPTION = /(?<![\w-])--[a-z][a-z0-9-]*/g;

/** The commands that a `usage` block describes; each begins with `npx unitscope`. */
export function usagesOf({ text, line }: CodeBlock): Usage[] {
  const usages: { command: string; text: string; line: number }[] = [];
  for (const [i, content] of text.split("\n").entries()) {
    const [, command] = /^npx unitscope ([\w-]+)/.exec(content) ?? [];
    if (command !== undefined) usages.push({ command, text: content, line: line + i });
    else if (usages.length > 0) usages[usages.length - 1].text += `\n${content}`;
  }
  return usages.map(({ command, text, line }) => ({
    command,
    line,
    options: [...new Set(text.match(OPTION) ?? [])],
  }));
}

/** The options that a `--help` text names. */
export function optionsOfHelp(help: string): string[] {
  return [...new Set(help.match(OPTION) ?? [])];
}
