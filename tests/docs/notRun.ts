/** Commands of the pages that their test does not run, and who does. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run up": "tests/up runs it",
  "npm test": "is what runs",
  "npm run fix": "changes the project",
  "npm test -- --only server worker.test": "runs tests",
  "npm test -- --shuffle": "runs tests",
  "taskset -c 0 npm test": "runs tests",
  "for i in 1 2 3 4; do yes > /dev/null & done; npm test; kill $(jobs -p)": "runs tests",
  "npm run gen": "changes the project; schema.test.ts compares what it writes",
};
