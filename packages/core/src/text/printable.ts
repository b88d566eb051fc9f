/** Control characters, and the marks that turn the direction of writing: they act in place of being seen. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text that can be shown wherever it comes from: what is unseen is written as `\x1b`. Line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => {
    if (character === "\n" || character === "\t") return character;
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
}

/** As `printable`, for a text that is part of a line: line breaks and tabs are written as `\n` and `\t`. */
export function printableInLine(text: string): string {
  return printable(text.replaceAll("\n", "\\n").replaceAll("\t", "\\t"));
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
