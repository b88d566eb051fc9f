import { expect, it } from "vitest";
import { decodeImage } from "../decode.js";

/** A file of a head in text and values. */
function pnm(head: string, ...values: readonly number[]): Uint8Array {
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(values)]);
}

async function planes(bytes: Uint8Array): Promise<number[]> {
  return [...(await decodeImage(bytes, "x.pnm")).data];
}

async function refused(head: string, ...values: readonly number[]): Promise<string> {
  const error = await decodeImage(pnm(head, ...values), "x.pnm").catch((e: unknown) => e as Error);
  if (!(error instanceof Error)) throw new Error("It was read.");
  return error.message.replace(/^"x\.pnm" (begins like a PNM file but cannot be decoded: )?/, "");
}

it("reads grey of 16 bits by its largest value", async () => {
  expect((await planes(pnm("P5 3 1 65535\n", 0xff, 0xff, 0x80, 0, 0, 100))).slice(0, 3)).toEqual([
    255, 128, 0,
  ]);
  expect((await planes(pnm("P5 2 1 1000\n", 0x03, 0xe8, 0x01, 0xf4))).slice(0, 2)).toEqual([255, 128]);
  // A value above the largest one.
  expect((await planes(pnm("P5 1 1 10\n", 11)))[0]).toBe(255);
});

it("reads PAM of every type, without its alpha", async () => {
  const pam = (depth: number, type: string, most = 255) =>
    `P7\n# a remark\nWIDTH 2\nHEIGHT 1\nDEPTH ${depth}\nMAXVAL ${most}\n${type === "" ? "" : `TUPLTYPE ${type}\n`}ENDHDR\n`;
  expect(await planes(pnm(pam(3, "RGB"), 1, 2, 3, 4, 5, 6))).toEqual([1, 4, 2, 5, 3, 6]);
  expect(await planes(pnm(pam(4, "RGB_ALPHA"), 1, 2, 3, 0, 4, 5, 6, 0))).toEqual([1, 4, 2, 5, 3, 6]);
  expect((await planes(pnm(pam(2, "GRAYSCALE_ALPHA"), 7, 0, 8, 0))).slice(0, 2)).toEqual([7, 8]);
  // Here 1 is white.
  expect((await planes(pnm(pam(1, "BLACKANDWHITE", 1), 0, 1))).slice(0, 2)).toEqual([0, 255]);
  expect((await planes(pnm(pam(1, ""), 7, 8))).slice(0, 2)).toEqual([7, 8]);
  expect(await refused(pam(4, "CMYK"), 1, 2, 3, 4, 5, 6, 7, 8)).toContain(
    'it has 4 channels of the type "CMYK"; BLACKANDWHITE, GRAYSCALE, RGB, BLACKANDWHITE_ALPHA, GRAYSCALE_ALPHA, RGB_ALPHA are read',
  );
  expect(await refused("P7\nWIDTH 2\nHEIGHT 1\nDEPTH 1\nENDHDR\n", 1, 2)).toContain(
    'its header says MAXVAL ""',
  );
  expect(await refused("P7\nWIDTH 2\n")).toContain("it is cut off");
});

it("reads text with remarks anywhere, and bits that stand together", async () => {
  expect((await planes(pnm("P1 # bits\n#\n3 1\n0 1#x\n1"))).slice(0, 3)).toEqual([255, 0, 0]);
  expect((await planes(pnm("P1\n3 1\n011"))).slice(0, 3)).toEqual([255, 0, 0]);
  expect((await planes(pnm("P2\r\n2 1\r\n#x\r\n7\r\n7\t0\r\n"))).slice(0, 2)).toEqual([255, 0]);
});

it("refuses what is no number, too large, too long or missing", async () => {
  expect(await refused("P2 2 1 9\n1 x")).toContain("a number is expected at byte 11");
  expect(await refused("P2 2 1 9\n1 10")).toContain("it has the value 10; the largest is said to be 9");
  expect(await refused("P1 2 1\n0 2")).toContain("a number is expected at byte 9");
  expect(await refused("P5 99999999999 1 255\n")).toContain("a number in it is too long");
  expect(await refused("P5 2 -1 255\n", 1, 2)).toContain("a number is expected at byte 5");
  expect(await refused("P5 2 1 0\n", 1, 2)).toContain("its largest value is 0; 1 to 65535 are read");
  expect(await refused("P5 2 1 65536\n", 1, 2)).toContain("its largest value is 65536");
  expect(await refused("P5 0 1 255\n")).toContain("its size is 0x1");
  expect(await refused("P5 2 1 255x", 1, 2)).toContain("its header does not end in a space");
  for (const head of [
    "P5",
    "P5 ",
    "P5 2",
    "P5 2 1",
    "P5 2 1 255",
    "P5 2 1 255\n",
    "P2 2 1 9\n1",
    "P1 2 1\n0",
  ]) {
    expect(await refused(head), head).toMatch(/it is cut off|is not an image of a known format/);
  }
});

it("refuses huge sizes before it takes memory for them", async () => {
  expect(await refused("P6 9999999999 9999999999 255\n", 1)).toMatch(/pixels; at most 67108864 are accepted/);
  expect(await refused("P6 8192 8192 255\n", 1)).toContain("it is cut off");
  expect(await refused("P3 8192 8192 255\n1 2 3")).toContain("it is cut off");
});
