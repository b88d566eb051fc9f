/** Commands of the pages that their test does not run, and who does. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run up": "tests/up runs it",
  "npm run up -- --port 4001": "tests/up runs it with other ports",
  "npm test": "is what runs",
  "npm run fix": "changes the project",
  "npm run gen": "changes the project; schema.test.ts compares what it writes",
};
