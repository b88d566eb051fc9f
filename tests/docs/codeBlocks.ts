import { readFileSync } from "node:fs";
import { marked, type Token } from "marked";

/** A block of code of a Markdown page. */
export interface CodeBlock {
  /** The word behind the fence: `console`, `sh`, `graphql`, ...; "" for an indented block or a bare fence. */
  readonly language: string;
  /**
   * What else stands there: of Python the version that its code asks for, `torch>=2.6`; of commands a file without which they
   * are not run, since the program that makes it needs what is not on every machine.
   */
  readonly needs: string;
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
        const [language, ...needs] = (token.lang ?? "").split(" ");
        blocks.push({
          language,
          needs: needs.join(" "),
          text: token.text,
          line: isFenced ? first + 1 : first,
        });
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
