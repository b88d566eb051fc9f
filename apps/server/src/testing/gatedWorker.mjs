// The built worker as a process of tests: its work can be held back at a given evaluation (testing/workerProcess.ts).
// It is JavaScript that takes the build, as it is started as a program.

const WORKER = new URL("../../dist/worker.js", import.meta.url).href;

/** Work that comes after this number of evaluations of its job waits. */
let heldFrom = Number(process.env["UNITSCOPE_TEST_HOLD_AT"] ?? Number.POSITIVE_INFINITY);
/** @type {(() => void)[]} */
let waiting = [];

/** @type {import("@unitscope/core/hosting").Gate} */
const gate = (evaluationsBefore) => {
  if (evaluationsBefore < heldFrom) return undefined;
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
};

process.on("message", (message) => {
  if (message !== "open") return;
  heldFrom = Number.POSITIVE_INFINITY;
  for (const resolve of waiting) resolve();
  waiting = [];
});

const { workerProcess } = await import(WORKER);
await workerProcess({ gate });
