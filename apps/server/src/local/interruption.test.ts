import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { onInterruption } from "./interruption.mjs";

describe("onInterruption", () => {
  const calls: string[] = [];
  let stop: () => void;
  beforeEach(() => {
    vi.useFakeTimers();
    calls.length = 0;
    stop = onInterruption(
      () => calls.push("first"),
      () => calls.push("again"),
    );
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });
  const signal = (name: NodeJS.Signals): void => {
    process.emit(name, name);
  };

  it("takes the copies of one Ctrl-C for one", () => {
    signal("SIGINT");
    signal("SIGINT");
    vi.advanceTimersByTime(100);
    signal("SIGINT");
    expect(calls).toEqual(["first"]);
  });

  it("tells a later signal from the first", () => {
    signal("SIGTERM");
    vi.advanceTimersByTime(1000);
    signal("SIGINT");
    expect(calls).toEqual(["first", "again"]);
  });

  it("stops listening", () => {
    stop();
    expect(process.listeners("SIGINT")).toHaveLength(0);
  });
});
