import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeName, safeNames } from "./safeName.js";

const LONG = `StatefulPartitionedCall/${"model/block6d_expand_bn/".repeat(20)}FusedBatchNormV3`;

describe("safeName", () => {
  it.each([
    ["layer1.0.conv1", "layer1.0.conv1"],
    ["a/b:0", "a%2Fb%3A0"],
    ["100%", "100%25"],
    ["line\nbreak", "line%0Abreak"],
    ["..", ".%2E"],
    ["ends in a dot.", "ends in a dot%2E"],
    ["ends in a space ", "ends in a space%20"],
    ["con", "%63on"],
    ["NUL.x", "%4EUL.x"],
    ["console", "console"],
    ["conv1", "conv1"],
  ])("writes %j as %j", (name, expected) => expect(safeName(name)).toBe(expected));

  it("cuts what is too long, by whole characters and escapes, and tells different names apart", () => {
    const name = safeName(LONG);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
    expect(name).toMatch(/^StatefulPartitionedCall%2Fmodel.*~[0-9a-f]{12}$/);
    expect(safeName(`${LONG}_1`)).not.toBe(name);
    expect(safeName(LONG)).toBe(name);
    expect(safeName("ö".repeat(100))).toMatch(/^ö+~[0-9a-f]{12}$/);
  });

  it("names a file with all that follows it in 255 bytes, on every system", () => {
    const ending =
      ".CONTRAST_P_CORRECTED.elliptic_local_blur.elliptic_local_blur.distinguishable.npy.4194304.part";
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 600 }), (name) => {
        const safe = safeName(name);
        expect(Buffer.byteLength(safe + ending)).toBeLessThanOrEqual(255);
        expect(safe).not.toMatch(/[/\\:*?"<>|\p{Cc}]|[. ]$/u);
      }),
    );
  });
});

describe("safeNames", () => {
  it("tells names apart that some systems take for one", () => {
    const names = ["Relu_1", "relu_1", "RELU_1", "caf\u00e9", "cafe\u0301", "x", "x"];
    const safe = safeNames(names);
    expect([...safe.keys()]).toEqual(names.slice(0, 6));
    expect(safe.get("Relu_1")).toBe("Relu_1");
    expect(safe.get("relu_1")).toMatch(/^relu_1~[0-9a-f]{12}$/);
    expect(new Set([...safe.values()].map((name) => name.normalize("NFC").toLowerCase())).size).toBe(6);
  });

  it("gives different names for different ones, whatever they are", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 200 }), { maxLength: 50 }), (names) => {
        const safe = [...safeNames(names).values()].map((name) => name.toLowerCase());
        expect(new Set(safe).size).toBe(names.length);
      }),
    );
  });
});
