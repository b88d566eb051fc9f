import { expect, it } from "vitest";
import { quoted } from "./shownName.js";

it("shows control characters of a name, and leaves every script as it is", () => {
  expect(quoted("a\u001b[31mred\n.png")).toBe('"a\\u001b[31mred\\u000a.png"');
  expect(quoted("a\u009b\u2028\u202egnp.exe")).toBe('"a\\u009b\\u2028\\u202egnp.exe"');
  expect(quoted("猫/é ü.png")).toBe('"猫/é ü.png"');
});
