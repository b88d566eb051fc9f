import { expect, it } from "vitest";
import { guessText, missingText, namesText } from "./namesText.js";
import { printable, printableInLine } from "./printable.js";

const MANY = Array.from({ length: 1000 }, (_, i) => `value_${i}`);

it("cuts long lists of names and says how many are left", () => {
  expect(namesText(["a", "b"])).toBe("a, b");
  expect(namesText(MANY, 2)).toBe("value_0, value_1 and 998 more");
  expect(namesText(MANY).length).toBeLessThan(300);
});

it("names all that is not there, and guesses what was meant", () => {
  expect(missingText(["x"])).toBe('"x"');
  expect(missingText(["x", "y"])).toBe('"x" or "y"');
  expect(missingText(MANY)).toMatch(/"value_19" and 980 more$/);
  expect(guessText("hu", ["hue", "erasing"])).toBe(" Did you mean hue?");
  expect(guessText(["hu", "erasin"], ["hue", "erasing"])).toBe(" Did you mean hue or erasing?");
  expect(guessText("contrast", ["hue"])).toBe("");
});

it("shows control characters and marks of direction in place of sending them to the terminal", () => {
  expect(printable("a\u001b[31mred\u0007\u202e\u009b\r")).toBe("a\\x1b[31mred\\x07\\u202e\\x9b\\x0d");
  expect(printable("two\nlines\tß 日本 é 🙂")).toBe("two\nlines\tß 日本 é 🙂");
  expect(printableInLine("two\nlines\t")).toBe("two\\nlines\\t");
});
