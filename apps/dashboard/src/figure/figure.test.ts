import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsv } from "./csv";
import { toCurl } from "./curl";
import { safeFileName } from "./save";
import { gridSvg } from "./svg";

describe("toCsv", () => {
  it("quotes what must be quoted and leaves missing values empty", () => {
    expect(
      toCsv([
        ["a,b", 'say "x"', null],
        ["plain", 0, -1.5],
      ]),
    ).toBe('"a,b","say ""x""",\r\nplain,0,-1.5\r\n');
  });
});

describe("toCurl", () => {
  it("puts the query and its variables into one line", () => {
    const line = toCurl("http://127.0.0.1:4000/graphql", "query A {\n  me { name }\n}", { id: "x" });
    expect(line).toContain("curl -sS 'http://127.0.0.1:4000/graphql'");
    expect(line).toContain('{"query":"query A { me { name } }","variables":{"id":"x"}}');
    expect(line).not.toContain("\n");
  });

  it("survives a real shell whatever the variables hold", () => {
    const text = fc.string({ unit: fc.constantFrom("'", '"', "$", "`", "\\", " ", "a", "!") });
    fc.assert(
      fc.property(text, (name) => {
        const line = toCurl("http://localhost/graphql", "{ me { name } }", { name });
        const printed = execFileSync("sh", ["-c", line.replace("curl", "printf '%s\\n'")], {
          encoding: "utf8",
        });
        expect(JSON.parse(printed.trimEnd().split("\n").at(-1)!).variables.name).toBe(name);
      }),
      { numRuns: 20 },
    );
  });
});

describe("safeFileName", () => {
  it("keeps letters of any script and takes out what file systems refuse", () => {
    expect(safeFileName("größer/2: a, b.csv")).toBe("größer-2-a-b.csv");
  });
});

describe("gridSvg", () => {
  it("draws one rectangle a cell, hatches a missing value and escapes labels", () => {
    const svg = gridSvg({
      title: "a < b",
      columns: ["x"],
      rows: [{ label: "r & s", cells: [{ fill: "#440154", text: "0.1" }, { fill: null }] }],
      cellWidth: 50,
      cellHeight: 20,
      labelWidth: 100,
    });
    expect(svg).toContain("a &lt; b");
    expect(svg).toContain("r &amp; s");
    expect(svg.match(/<rect x=/g)).toHaveLength(2);
    expect(svg).toContain('fill="url(#hatch)"');
  });
});
