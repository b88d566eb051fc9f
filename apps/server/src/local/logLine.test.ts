import { expect, it } from "vitest";
import { readLogLine } from "./logLine.js";

it("reads the program's own lines and marks errors", () => {
  expect(readLogLine('{"level":30,"msg":"listening"}')).toEqual({ text: "listening", isError: false });
  expect(readLogLine('{"level":50,"msg":"job failed","err":{"stack":"Error: x\\n at y"}}')).toEqual({
    text: "job failed: Error: x\n at y",
    isError: true,
  });
});

it("passes any other text on as it is", () => {
  for (const line of ["Ready in 40 ms", "{not json", '{"msg":"no level"}', ""]) {
    expect(readLogLine(line)).toEqual({ text: line, isError: false });
  }
});
