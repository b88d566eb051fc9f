import { readFileSync } from "node:fs";
import { marked, type Token } from "marked";

/** A block of code of a Markdown page. */
export interface CodeBlock {
  /** The word behind the fence: `console`, `sh`, `graphql`, ...; "" for an indented block or a bare fence. */
  readonly language: string;
  readonly text: string;
  /** Line of the page on which its code begins, from 1. */
  readonly line: number;
}

/** The blocks of code of a page in order, those in lists included. */
export function codeBlocksOf(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let searchedTo = 0;
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === "code") {
        const at = markdown.indexOf(token.raw.split("\n")[0], searchedTo);
        searchedTo = at + 1;
        const first = markdown.slice(0, at).split("\n").length;
        const isFenced = token.codeBlockStyle !== "indented";
        blocks.push({ language: token.lang ?? "", text: token.text, line: isFenced ? first + 1 : first });
      } else if (token.type === "list") visit(token.items);
      else if ("tokens" in token && token.tokens) visit(token.tokens);
    }
  };
  visit(marked.lexer(markdown));
  return blocks;
}

export function codeBlocksIn(file: string): CodeBlock[] {
  return codeBlocksOf(readFileSync(file, "utf8"));
}
