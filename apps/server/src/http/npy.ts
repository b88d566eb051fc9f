const MAGIC = Buffer.from("\u0093NUMPY\u0001\u0000", "latin1");
/** The length of everything before the data is a multiple of this. */
const ALIGNMENT = 64;

/**
 * Header of a NumPy file of float32, little-endian, row by row; the values follow it.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html (version 1.0)
 */
export function npyHeader(shape: readonly number[]): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = MAGIC.length + 2;
  const padding = ALIGNMENT - ((before + text.length + 1) % ALIGNMENT);
  const padded = `${text}${" ".repeat(padding % ALIGNMENT)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  return Buffer.concat([MAGIC, length, Buffer.from(padded, "latin1")]);
}
