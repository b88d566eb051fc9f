import { describe, expect, it } from "vitest";
import { codeBlocksOf } from "./codeBlocks.js";
import { differenceFrom } from "./comparePrinted.js";
import { stepsOf } from "./transcript.js";

const PAGE = `# Page

    indented --block

1. In a list:

   \`\`\`console
   $ cat names.txt
   a
   b
   $ run --with 'a
   b' \\
     more
   done in 3 s
   \`\`\`

\`\`\`sh
one
two
\`\`\`
`;

it("finds the blocks of a page with their lines", () => {
  const blocks = codeBlocksOf(PAGE);
  expect(blocks.map(({ language, line }) => [language, line])).toEqual([
    ["", 3],
    ["console", 8],
    ["sh", 18],
  ]);
  for (const { text, line } of blocks) expect(PAGE.split("\n")[line - 1].trim()).toBe(text.split("\n")[0]);
});

it("reads commands, with what they print", () => {
  const [, transcript, commands] = codeBlocksOf(PAGE);
  expect(stepsOf(transcript)).toEqual([
    { command: "cat names.txt", printed: "a\nb", line: 8 },
    { command: "run --with 'a\nb' \\\n  more", printed: "done in 3 s", line: 11 },
  ]);
  expect(stepsOf(commands)).toEqual([
    { command: "one", printed: null, line: 18 },
    { command: "two", printed: null, line: 19 },
  ]);
  expect(() => stepsOf({ language: "console", needs: "", text: "no prompt", line: 5 })).toThrow("line 5");
});

describe("what is printed", () => {
  it.each([
    ["a   b\n\n c", "a b\nc"],
    ["first\n...\nlast", "first\nx\ny\nlast"],
    ["first\n...", "first"],
    ["values from ... to 3", "values from 1 to 3"],
    ["hue 0.481 ± 0.095", "hue 0.483 ± 0.094"],
    ['{"x1": [0.423...]}', '{"x1": [0.42311904]}'],
    ["-0.016", "-0.016"],
    ["1,024 rows", "1,024 rows"],
  ])("fits: %j", (shown, printed) => {
    expect(differenceFrom(shown, printed)).toBeNull();
  });

  it.each([
    ["hue 0.481", "hue 0.507"],
    ["480 images", "481 images"],
    ["first\nlast", "first\nx\nlast"],
    ["a\nb", "b\na"],
    ["first", "first\nsecond"],
    ["factor hue", "factor hug"],
    ["a.b", "axb"],
  ])("does not fit: %j", (shown, printed) => {
    expect(differenceFrom(shown, printed)).toContain("printed was");
  });
});
