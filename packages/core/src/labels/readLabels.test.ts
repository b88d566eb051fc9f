import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { idsOf, requireLabelCount } from "./label.js";
import { labelsFromList, readLabels } from "./readLabels.js";

const FIELD = new URL("../../../../tests/reference/field/", import.meta.url);
const read = (text: string) => readLabels(Buffer.from(text));
const named = (...labels: string[]) => labels.map((label) => ({ label, id: null }));
const FISH = [
  { id: "n01440764", label: "tench, Tinca tinca" },
  { id: "n01443537", label: "goldfish" },
];

describe("labels, a line each", () => {
  it("are read whatever ends a line, with synonyms", () => {
    expect(read("tench, Tinca tinca\r\n goldfish \r\n\r\n")).toEqual(named("tench, Tinca tinca", "goldfish"));
    expect(read("a\nb")).toEqual(named("a", "b"));
    expect(read("a\rb\r")).toEqual(named("a", "b"));
  });

  it("are read with a byte order mark", () => {
    expect(read("\uFEFFa\nb\n")).toEqual(named("a", "b"));
    expect(readLabels(Buffer.from("\uFEFFÄ\r\nb", "utf16le"))).toEqual(named("Ä", "b"));
    expect(readLabels(Buffer.from("\uFEFFÄ\r\nb", "utf16le").swap16())).toEqual(named("Ä", "b"));
  });

  it("may be called as they like, also as columns are, with quotes and numbers", () => {
    expect(read("name\nid\nclass")).toEqual(named("name", "id", "class"));
    expect(read('6" pipe, tube\nstop "sign", red')).toEqual(named('6" pipe, tube', 'stop "sign", red'));
    expect(read("1\n0")).toEqual(named("1", "0"));
  });

  it("have an id where each begins with one of WordNet's", () => {
    const labels = readLabels(readFileSync(new URL("wnid_labels/synset_words.txt", FIELD)));
    expect(labels[0]).toEqual({ id: "n01440764", label: "tench, Tinca tinca" });
    expect(idsOf(labels)).toEqual(["n01440764", "n01443537", "n01484850", "n01491361"]);
    expect(read("n01440764\nn01443537")).toEqual([
      { id: "n01440764", label: "n01440764" },
      { id: "n01443537", label: "n01443537" },
    ]);
    expect(idsOf(read("a\nb"))).toEqual([]);
  });

  it.each([
    ["", "There is no label"],
    ["\n \n", "There is no label"],
    ["a\n\nb", "nothing in line 2"],
    ["a, b\n\nc, d", "nothing in line 2"],
    ["n01440764 tench\ngoldfish", 'no id in line 2, "goldfish", but one in line 1'],
    ["n01440764 a\nn01440764 b", 'id "n01440764" stands in line 1 and in line 2'],
    ["n01440764 1 kit_fox\nn01443537 2 wolf", "a number behind every id"],
    ["a\0b", "no text"],
  ])("are refused with the line: %j", (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });

  it("may come as texts with commas between them", () => {
    expect(labelsFromList("cat, dog")).toEqual(named("cat", "dog"));
    expect(() => labelsFromList("cat,,dog")).toThrow("nothing in label 2");
  });
});

describe("labels in JSON", () => {
  it.each([
    ["a list", '["a", "b"]', named("a", "b")],
    ["a list with a byte order mark", '\uFEFF["a", "b"]', named("a", "b")],
    ["a list of words with ids", '["n01440764 tench, Tinca tinca", "n01443537 goldfish"]', FISH],
    ["a list of pairs", '[["n01440764", "tench, Tinca tinca"], ["n01443537", "goldfish"]]', FISH],
    ["an object by index", '{"1": "b", "0": "a", "2": "c"}', named("a", "b", "c")],
    [
      "Keras' class index",
      '{"0": ["n01440764", "tench, Tinca tinca"], "1": ["n01443537", "goldfish"]}',
      FISH,
    ],
    ["an object by name", '{"b": 1, "a": 0}', named("a", "b")],
  ])("are read from %s", (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ['["a",', "begin like JSON, but are none"],
    ["{0: 'tench'}", "begin like JSON, but are none"],
    ["[]", "empty"],
    ["{}", "empty"],
    ['["a", 1]', 'There is "a" in entry 0 of the list; expected'],
    ['["a", ""]', "nothing in entry 1 of the list"],
    ['{"0": "a", "2": "c"}', "The index 1 is missing; the indices of 2 classes run from 0 to 1"],
    ['{"1": "a", "2": "b"}', "The index 0 is missing; the indices of 2 classes run from 0 to 1"],
    ['{"0": "a", "00": "b"}', 'index 0 stands in the key "0" and in the key "00"'],
    ['{"a": 0, "b": 0}', 'index 0 stands in the key "a" and in the key "b"'],
    ['{"a": 0.5}', '"a" has the index 0.5'],
    ['{"0": "a", "x": "b"}', 'There is the key "x" among the indices'],
    ['{"0": ["n1", "a"], "1": ["n1", "b"]}', 'id "n1" stands in the key "0" and in the key "1"'],
    ['{"0": ["a"]}', 'There is ["a"] in the key "0"'],
    ['{"0": ""}', 'nothing in the key "0"'],
  ])("are refused with the place: %s", (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

describe("labels in a table", () => {
  it.each([
    ["index and label", "index,label\n1,b\n0,a\n", named("a", "b")],
    ["label and index", "label,index\nb,1\na,0\n", named("a", "b")],
    ["pandas' own index", ",label\n0,a\n1,b\n", named("a", "b")],
    ["an index called label", "label,name\n0,a\n1,b\n", named("a", "b")],
    ["ids called id", 'id,label\r\nn01440764,"tench, Tinca tinca"\r\nn01443537,goldfish\r\n', FISH],
    ["ids called class", 'class,name\nn01440764,"tench, Tinca tinca"\nn01443537,goldfish\n', FISH],
    ["all three", 'Class_Index,WNID,Words\n1,n01443537,goldfish\n0,n01440764,"tench, Tinca tinca"\n', FISH],
    [
      "other ids",
      "id,class\nx1,a\nx2,b\n",
      [
        { id: "x1", label: "a" },
        { id: "x2", label: "b" },
      ],
    ],
    ["semicolons", "index;label\n0;a, A\n1;b\n", named("a, A", "b")],
    ["tabs without header", "n01440764\ttench, Tinca tinca\nn01443537\tgoldfish\n", FISH],
    ["commas without header", "0,a\n1,b\n", named("a", "b")],
    ["the index behind", "b,1\na,0\n", named("a", "b")],
    ["three columns without header", '0, n01440764, "tench, Tinca tinca"\n1, n01443537, goldfish', FISH],
    ["one column in quotes", 'label\n"a, A"\nb\n', named("a, A", "b")],
    ["one column", "class_name\na\nb\n", named("a", "b")],
    ["one column with commas", "label\na, A\nb\n", named("a, A", "b")],
    ["index before the label", "1 b, B\n0 a", named("a", "b, B")],
    ["index and colon", "1: b\r\n0: a", named("a", "b")],
    ["index behind the label", "/b/x y 1\n/a 0", named("/a", "/b/x y")],
    ["numbers that tell the labels apart", "digit 1\ndigit 0", named("digit 1", "digit 0")],
    ["numbers that are no indices", "50 franc\n10 franc", named("50 franc", "10 franc")],
    ["quotes alone", '"a, A"\n"b, B"', named("a, A", "b, B")],
  ])("are read: %s", (_what, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it.each([
    ["index,label\n0,a\n0,b", "index 0 stands in line 2 and in line 3"],
    ["index,label\n0,a\n3,b", "The indices 1, 2 are missing"],
    ["index,label\n0,a\n1,", "no label in line 3"],
    ["index,label\n0,a\nx,b", 'index in line 3 is "x"'],
    [
      "index,label\n0,tench, Tinca tinca\n1,b",
      "3 cells in line 2, but 2 in the header; put labels with commas",
    ],
    ["id,label\n,a\nx,b", "no id in line 2"],
    ["id,label\nx,a\nx,b", 'id "x" stands in line 2 and in line 3'],
    ["0,one,eins\n1,two,zwei", "which of the columns 2 and 3 holds the labels; give a header"],
    ["name,label\na,b\nc,d", 'The columns "name" and "label" both look like the label'],
    ['"a","b\n0,1', "the quote that begins in line 1 is not closed"],
  ])("are refused with the line: %j", (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

it("have to be UTF-8, or say what they are", () => {
  const latin = Buffer.from("b\ncaf\xe9\n", "latin1");
  expect(() => readLabels(latin)).toThrow("Line 2 of the labels is not UTF-8; save the file as UTF-8.");
});

it("has to have one label an output", () => {
  expect(() => requireLabelCount(named("a", "b"), 2)).not.toThrow();
  expect(() => requireLabelCount(named("a", "b"), 10)).toThrow(
    "There are 2 class labels, but the network has 10 outputs; give one label for each.",
  );
});
