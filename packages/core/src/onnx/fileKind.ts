/** Beginnings of files that people take for ONNX models, and what to tell them. */
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly kind: string }[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    kind: "a zip archive, perhaps a PyTorch checkpoint; export it with torch.onnx.export",
  },
  { bytes: [0x89, 0x48, 0x44, 0x46], kind: "an HDF5 file, perhaps a Keras model; convert it with tf2onnx" },
  { bytes: [0x1f, 0x8b], kind: "a gzip file; unpack it first" },
  { bytes: [0x89, 0x50, 0x4e, 0x47], kind: "a PNG image" },
  { bytes: [0xff, 0xd8, 0xff], kind: "a JPEG image" },
  {
    bytes: [0x80, 0x02],
    kind: "a Python pickle, perhaps PyTorch weights; export the network with torch.onnx.export",
  },
];

const TEXT_PROBE_BYTES = 1024;
const GIT_LFS_POINTER = "version https://git-lfs";

/** What a file that is no ONNX model seems to be; undefined when nothing is recognised. */
export function guessFileKind(bytes: Uint8Array): string | undefined {
  const known = SIGNATURES.find(({ bytes: start }) => start.every((byte, i) => bytes[i] === byte));
  if (known !== undefined) return known.kind;
  const text = textStart(bytes);
  if (text === undefined) return undefined;
  if (text.startsWith(GIT_LFS_POINTER)) return "a Git LFS pointer; fetch the file itself with git lfs pull";
  return "a text file";
}

/** The beginning of the file if it is text: UTF-8 without control characters other than white space. */
function textStart(bytes: Uint8Array): string | undefined {
  const probe = bytes.subarray(0, TEXT_PROBE_BYTES);
  for (const byte of probe) {
    const isControl = byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
    if (isControl || byte === 0x7f) return undefined;
  }
  try {
    // `stream` lets the probe end inside a character.
    return new TextDecoder("utf-8", { fatal: true }).decode(probe, { stream: true });
  } catch {
    return undefined;
  }
}
