import { crc32 } from "node:zlib";
import { type Pack, pack } from "tar-stream";

/** A tar of texts by path; one that ends in "/" is a folder. */
export function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith("/")) archive.entry({ name, type: "directory" });
    else archive.entry({ name }, Buffer.from(content));
  }
  return bytesOf(archive);
}

/** Ends a tar and gives it whole. */
export async function bytesOf(archive: Pack): Promise<Buffer> {
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const UNIX_SYMLINK = 0o120777;

/** A zip of stored (not compressed) contents by path; written by hand, so that it can hold what no tool writes. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { symlink?: boolean } = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const data = Buffer.from(content);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(data), 0);
    sizes.writeUInt32LE(data.length, 4);
    sizes.writeUInt32LE(data.length, 8);
    const lengths = Buffer.alloc(4);
    lengths.writeUInt16LE(name.length, 0);
    const local = Buffer.concat([
      Buffer.from("504b03041400000800000000 0000".replace(" ", ""), "hex"),
      sizes,
      lengths,
      name,
      data,
    ]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(options.symlink ? (UNIX_SYMLINK << 16) >>> 0 : 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from("504b01021403140000080000 00000000".replace(" ", ""), "hex"),
        sizes,
        lengths,
        tail,
        name,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, entries, end]);
}
