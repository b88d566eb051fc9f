/** Control characters, separators of lines and what turns the direction of writing: none may reach a terminal as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The name of a file as messages show it: characters that would act on a terminal as \u and four digits. */
export function shownName(name: string): string {
  return name.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The name of a file in quotation marks, for messages; see {@link shownName}. */
export function quoted(name: string): string {
  return `"${shownName(name)}"`;
}
