// The built program for tests that send it signals: before it begins the stretch of evaluations of the number in
// UNITSCOPE_TEST_STRETCH, it tells its parent and waits there for ever. It is JavaScript that takes the build, as it is
// started as a program.

const built = (/** @type {string} */ name) => new URL(`../../dist/${name}`, import.meta.url).href;
const { runCommandLine } = await import(built("commandLine.js"));
const { processTerminal } = await import(built("terminal.js"));

const last = Number(process.env["UNITSCOPE_TEST_STRETCH"]);
let begun = 0;
/** @type {import("@unitscope/core/commandLine").Gate} */
const gate = () => {
  begun += 1;
  if (begun < last) return undefined;
  process.send?.("held");
  return new Promise(() => undefined);
};

process.exitCode = await runCommandLine(process.argv.slice(2), { ...processTerminal(), gate });
