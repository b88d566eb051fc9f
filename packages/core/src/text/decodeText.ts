const BYTE_ORDER_MARKS: readonly { readonly encoding: string; readonly bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/** The text of a file: UTF-8, or what its byte order mark says (UTF-8, UTF-16). The mark is no part of the text. */
export function decodeText(bytes: Uint8Array): string {
  const mark = BYTE_ORDER_MARKS.find((known) => known.bytes.every((byte, at) => bytes[at] === byte));
  if (mark === undefined) return new TextDecoder("utf-8").decode(bytes);
  return new TextDecoder(mark.encoding).decode(bytes.subarray(mark.bytes.length));
}
