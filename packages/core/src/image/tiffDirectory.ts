/** Tags of the places and lengths of strips and of tiles. */
const STRIPS = [273, 279] as const;
const TILES = [324, 325] as const;

/** How numbers stand in a TIFF. */
interface Layout {
  readonly view: DataView;
  readonly isLittle: boolean;
  /** A BigTIFF has places and counts of 64 bits. */
  readonly isBig: boolean;
}

/**
 * Whether a TIFF's first directory, or pixels that it names, lie behind the end of the file. To be asked before libtiff,
 * which makes missing tiles black and says nothing.
 */
export function isTiffCutOff(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 16) return true;
  const isLittle = bytes[0] === 0x49;
  const layout: Layout = { view, isLittle, isBig: view.getUint16(2, isLittle) === 43 };
  const fields = firstDirectory(layout);
  if (fields === undefined) return true;
  return [STRIPS, TILES].some(([offsetTag, lengthTag]) => {
    const offsets = fields.get(offsetTag) ?? [];
    const lengths = fields.get(lengthTag) ?? [];
    if (offsets === null || lengths === null) return true;
    return offsets.some((offset, i) => offset + (lengths[i] ?? 0) > view.byteLength);
  });
}

/**
 * The places and lengths of strips and tiles by their tags, null where they lie behind the end of the file; undefined where
 * the directory itself does.
 */
function firstDirectory(layout: Layout): Map<number, number[] | null> | undefined {
  const { view, isLittle, isBig } = layout;
  const directory = isBig ? long(layout, 8) : view.getUint32(4, isLittle);
  const start = directory + (isBig ? 8 : 2);
  if (start > view.byteLength) return undefined;
  const count = isBig ? long(layout, directory) : view.getUint16(directory, isLittle);
  const entryBytes = isBig ? 20 : 12;
  if (start + count * entryBytes > view.byteLength) return undefined;
  const fields = new Map<number, number[] | null>();
  for (let entry = start; entry < start + count * entryBytes; entry += entryBytes) {
    const tag = view.getUint16(entry, isLittle);
    if ([...STRIPS, ...TILES].some((own) => own === tag)) fields.set(tag, valuesOf(layout, entry));
  }
  return fields;
}

/** The values of a directory's entry; null where they lie behind the end of the file. */
function valuesOf(layout: Layout, entry: number): number[] | null {
  const { view, isLittle, isBig } = layout;
  const type = view.getUint16(entry + 2, isLittle);
  const read = {
    3: { size: 2, at: (place: number) => view.getUint16(place, isLittle) },
    4: { size: 4, at: (place: number) => view.getUint32(place, isLittle) },
    16: { size: 8, at: (place: number) => long(layout, place) },
  }[type];
  if (read === undefined) return [];
  const count = isBig ? long(layout, entry + 4) : view.getUint32(entry + 4, isLittle);
  const value = entry + (isBig ? 12 : 8);
  const isInside = read.size * count <= (isBig ? 8 : 4);
  const start = isInside ? value : isBig ? long(layout, value) : view.getUint32(value, isLittle);
  if (start + read.size * count > view.byteLength) return null;
  return Array.from({ length: count }, (_, i) => read.at(start + read.size * i));
}

/** A number of 64 bits; one that is no place in any file may lose its last digits. */
function long({ view, isLittle }: Layout, at: number): number {
  return Number(view.getBigUint64(at, isLittle));
}
