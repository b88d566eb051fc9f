"""Makes the files of this folder and manifest.json: what Pillow reads of them, `Image.open(file).convert("RGB")`.

Run with Pillow 12.3.0 in this folder.
"""
import base64, json, os, struct, zlib
from PIL import Image

W, H = 17, 13
photo = Image.open("../images/src/astronaut.png").convert("RGB").crop((160, 60, 160 + 4 * W, 60 + 4 * H)).resize((W, H))
second = photo.transpose(Image.Transpose.ROTATE_180)
grey = photo.convert("L")
palette = photo.quantize(16)
alpha = Image.new("L", (W, H))
alpha.putdata([(x * 15) % 256 for x in range(W * H)])
rgba = photo.copy()
rgba.putalpha(alpha)
la = grey.copy()
la.putalpha(alpha)
cmyk = photo.convert("CMYK")
black = Image.new("L", (W, H))
black.putdata([(x * 7) % 200 for x in range(W * H)])
cmyk = Image.merge("CMYK", (*cmyk.split()[:3], black))


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


# ---- BMP: Pillow writes few kinds of it, so the others are put together here.
def bmp(name, bits, body, compression=0, height=H, colours=(), masks=b"", header=40, used=None):
    table = b"".join(struct.pack("<BBBB", b, g, r, 0) for r, g, b in colours)
    if header == 12:
        info = struct.pack("<IHHHH", 12, W, height, 1, bits)
        table = b"".join(struct.pack("<BBB", b, g, r) for r, g, b in colours)
    else:
        used = len(colours) if used is None else used
        info = struct.pack("<IiiHHIIiiII", header, W, height, 1, bits, compression, len(body), 2835, 2835, used, 0)
        info += masks
        info += b"\0" * (max(header, len(info)) - len(info))
    offset = 14 + len(info) + len(table)
    write(name, b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset) + info + table + body)


def rows(pack, bits, top_down=False):
    stride = (W * bits + 31) // 32 * 4
    order = range(H) if top_down else reversed(range(H))
    return b"".join(pack(y).ljust(stride, b"\0") for y in order)


def indices(image, bits):
    data = list(image.getdata())

    def row(y):
        values = data[y * W : (y + 1) * W]
        text = "".join(format(v, f"0{bits}b") for v in values).ljust((W * bits + 7) // 8 * 8, "0")
        return int(text, 2).to_bytes(len(text) // 8, "big")

    return row


def words(form, pixel):
    return lambda y: b"".join(struct.pack(form, pixel(*rgba.getpixel((x, y)))) for x in range(W))


colours = [tuple(palette.getpalette()[3 * i : 3 * i + 3]) for i in range(16)]
two = grey.point(lambda v: v > 110, "L")
bmp("bit1.bmp", 1, rows(indices(two, 1), 1), colours=[(200, 30, 60), (20, 250, 90)])
bmp("bit4.bmp", 4, rows(indices(palette, 4), 4), colours=colours)
bmp("bit8.bmp", 8, rows(indices(palette, 8), 8), colours=colours)
bmp("bit8_grey.bmp", 8, rows(indices(grey, 8), 8), colours=[(i, i, i) for i in range(256)], used=0)
bmp("os2.bmp", 8, rows(indices(palette, 8), 8), colours=colours + [(0, 0, 0)] * 240, header=12)
word = lambda r, g, b, a: r >> 3 << 10 | g >> 3 << 5 | b >> 3
bmp("bit16.bmp", 16, rows(words("<H", word), 16))
word = lambda r, g, b, a: r >> 3 << 11 | g >> 2 << 5 | b >> 3
bmp("bit16_565.bmp", 16, rows(words("<H", word), 16), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
bmp("bit24.bmp", 24, rows(lambda y: b"".join(bytes(photo.getpixel((x, y))[::-1]) for x in range(W)), 24))
down = rows(lambda y: b"".join(bytes(photo.getpixel((x, y))[::-1]) for x in range(W)), 24, True)
bmp("topdown.bmp", 24, down, height=-H)
word = lambda r, g, b, a: a << 24 | r << 16 | g << 8 | b
bmp("bit32.bmp", 32, rows(words("<I", word), 32))
masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
for header in (56, 108, 124):
    bmp(f"bit32_alpha_v{header}.bmp", 32, rows(words("<I", word), 32), 3, masks=masks, header=header)
word = lambda r, g, b, a: r << 24 | g << 16 | b << 8 | a
masks = struct.pack("<IIII", 0xFF000000, 0xFF0000, 0xFF00, 0xFF)
bmp("bit32_rgba.bmp", 32, rows(words("<I", word), 32), 3, masks=masks, header=108)


def runs(bits):
    """Runs, stretches of single pixels, and the end of each row."""
    data = list(palette.getdata())
    body = b""
    for y in reversed(range(H)):
        row, at = data[y * W : (y + 1) * W], 0
        while at < W:
            run = 1
            while at + run < W and row[at + run] == row[at]:
                run += 1
            if run > 1 or W - at < 4:
                value = row[at] if bits == 8 else row[at] * 17
                body += bytes([run, value])
                at += run
                continue
            # Pillow loses its place after an odd number of 4-bit pixels.
            count = min(5 if bits == 8 else 4, W - at)
            values = row[at : at + count]
            if bits == 4:
                values = [a << 4 | b for a, b in zip(values[::2], values[1::2] + [0])]
            body += bytes([0, count]) + bytes(values) + b"\0" * (len(values) % 2)
            at += count
        body += b"\0\0"
    return body + b"\0\1"


bmp("rle8.bmp", 8, runs(8), 1, colours=colours)
bmp("rle4.bmp", 4, runs(4), 2, colours=colours)
# A jump over pixels, which take the first colour.
jump = bytes([4, 3, 0, 2, 5, 2, 3, 7, 0, 0]) + bytes([17, 9, 0, 0]) * (H - 3) + b"\0\1"
bmp("rle8_jump.bmp", 8, jump, 1, colours=colours)

# ---- PNM
raw = photo.tobytes()
write("p6.ppm", b"P6\n# a remark\n17 13\n255\n" + raw)
write("p6_deep.ppm", b"P6 17 13 65535\n" + b"".join(struct.pack(">H", v * 257 - v % 3 * 40 if v else 0) for v in raw))
write("p6_odd.ppm", b"P6 17 13 100\n" + bytes(v * 100 // 255 for v in raw))
write("p5.pgm", b"P5\n17\n13\n255\n" + grey.tobytes())
write("p5_odd.pgm", b"P5\n17\n13\n31\n" + bytes(v // 8 for v in grey.tobytes()))
write("p4.pbm", b"P4 17 13\n" + b"".join(indices(two, 1)(y) for y in range(H)))
write("p1.pbm", b"P1\n17 13 # size\n" + "\n".join("".join(map(str, list(two.getdata())[y * W : y * W + W])) for y in range(H)).encode())
write("p2.pgm", b"P2\n17 13\n200\n" + " ".join(str(v * 200 // 255) for v in grey.tobytes()).encode())
write("p3.ppm", b"P3 17 13 255\n" + "\n".join(f"{r}  {g} {b} # pixel" for r, g, b in photo.getdata()).encode() + b"\n")

# ---- TIFF
photo.save("plain.tif")
for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
    photo.save(f"{compression}.tif", compression=compression)
photo.save("big.tif", big_tiff=True)
grey.save("grey.tif")
two.point(lambda v: 255 * v).convert("1").save("bit1.tif")
two.point(lambda v: 255 * v).convert("1").save("fax.tif", compression="group4")
palette.save("palette.tif")
rgba.save("alpha.tif")
la.save("grey_alpha.tif")
cmyk.save("cmyk.tif", compression="tiff_lzw")
photo.save("pages.tif", save_all=True, append_images=[second])
photo.save("turned.tif", tiffinfo={274: 6})



def tiff(name, bits, tags, pieces, order="<", tile=None):
    """A TIFF of strips or tiles put together by hand: what Pillow reads but does not write."""
    form = {3: "H", 4: "I"}
    place, count = (324, 325) if tile else (273, 279)
    tags = {256: (4, [W]), 257: (4, [H]), 258: (3, bits), 277: (3, [len(bits)]), **tags}
    if tile:
        tags.update({322: (4, [tile]), 323: (4, [tile])})
    else:
        tags[278] = (4, [7 if bits[0] == 16 and len(pieces) == 2 else H])
    tags[place], tags[count] = (4, [0] * len(pieces)), (4, [len(piece) for piece in pieces])
    end = 8 + 2 + 12 * len(tags) + 4
    sizes = {tag: struct.calcsize(form[kind]) * len(values) for tag, (kind, values) in tags.items()}
    start = end + sum(size for size in sizes.values() if size > 4)
    for i, piece in enumerate(pieces):
        tags[place][1][i] = start + sum(map(len, pieces[:i]))
    entries, more = b"", b""
    for tag, (kind, values) in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(values)}{form[kind]}", *values)
        entries += struct.pack(f"{order}HHI", tag, kind, len(values))
        entries += packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(f"{order}I", end + len(more))
        more += packed if len(packed) > 4 else b""
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(tags))
    write(name, head + entries + b"\0\0\0\0" + more + b"".join(pieces))


def tiles_of(image, side):
    for top in range(0, H, side):
        for left in range(0, W, side):
            yield image.crop((left, top, left + side, top + side)).tobytes()


deep = [at * 4099 % 65536 for at in range(3 * W * H)]
words16 = lambda order, values: struct.pack(f"{order}{len(values)}H", *values)
half = 3 * W * 7
for name, order in (("deep.tif", "<"), ("deep_be.tif", ">")):
    strips = [words16(order, deep[:half]), words16(order, deep[half:])]
    tiff(name, [16] * 3, {259: (3, [1]), 262: (3, [2])}, strips, order)
cmyk16 = [v * 256 + v % 7 for v in cmyk.tobytes()]
tiff("deep_cmyk.tif", [16] * 4, {259: (3, [1]), 262: (3, [5])}, [words16("<", cmyk16)])
tiff("tiles.tif", [8] * 3, {259: (3, [8]), 262: (3, [2])}, [zlib.compress(t) for t in tiles_of(photo, 16)], tile=16)
tiff("min_is_white.tif", [8], {259: (3, [1]), 262: (3, [0])}, [grey.tobytes()])
tiff("planes.tif", [8] * 3, {259: (3, [1]), 262: (3, [2]), 284: (3, [2])}, [b.tobytes() for b in photo.split()])
small = lambda bits: b"".join(indices(palette, bits)(y) for y in range(H))
tiff("bit4.tif", [4], {259: (3, [1]), 262: (3, [1])}, [small(4)])
table = [c * 257 for i in range(3) for c in [colour[i] for colour in colours]]
tiff("palette4.tif", [4], {259: (3, [1]), 262: (3, [3]), 320: (3, table)}, [small(4)])

# ---- JPEG, PNG, WebP, GIF, AVIF
cmyk.save("cmyk.jpg", quality=95)
# The last byte of Adobe's marker says YCCK: other colours, but read in that way.
adobe = open("cmyk.jpg", "rb").read()
mark = adobe.index(b"Adobe") + 11
write("ycck.jpg", adobe[:mark] + b"\2" + adobe[mark + 1 :])
photo.save("turned.jpg", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0", quality=95)
la.save("grey_alpha.png")
chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
lines = b"".join(b"\0" + words16(">", deep[3 * W * y : 3 * W * (y + 1)]) for y in range(H))
header = chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 16, 2, 0, 0, 0))
write("deep.png", b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b""))
rgba.save("alpha.png")
palette.save("palette_clear.png", transparency=3)
photo.save("animated.png", save_all=True, append_images=[second])
photo.save("animated.webp", save_all=True, append_images=[second], lossless=True)
rgba.save("alpha.webp", lossless=True, exact=True)
palette.save("animated.gif", save_all=True, append_images=[second.quantize(16)])
palette.save("clear.gif", transparency=3)
photo.save("photo.avif", quality=90)
photo.save("photo_444.avif", quality=100, subsampling="4:4:4")
rgba.save("alpha.avif", quality=90)
photo.save("animated.avif", save_all=True, append_images=[second], quality=90)

manifest = {}
for name in sorted(os.listdir(".")):
    if name.split(".")[-1] in ("md", "py", "mjs", "json", "pam", "npy"):
        continue
    image = Image.open(name).convert("RGB")
    manifest[name] = {
        "width": image.width,
        "height": image.height,
        "rgb": base64.b64encode(image.tobytes()).decode(),
    }
with open("manifest.json", "w") as file:
    json.dump(manifest, file, indent=1)
    file.write("\n")
