import { CUT_OFF, UndecodableError } from "../picture.js";

/** What the head of a PBM, PGM, PPM or PAM says. */
export interface PnmHeader {
  readonly width: number;
  readonly height: number;
  /** Values of a pixel, alpha included. */
  readonly channels: number;
  /** Largest value, 1 to 65535. */
  readonly most: number;
  /** How the values are written. */
  readonly coding: "text" | "bits" | "bytes";
  /** Whether 0 is white: in black and white without levels. */
  readonly isInverted: boolean;
  /** Where the values begin, bytes. */
  readonly offset: number;
}

/** Longer numbers are none that a header may have. */
const MOST_DIGITS = 10;
const LARGEST_VALUE = 65_535;
/** Longest header of a PAM that is looked at. */
const PAM_HEADER = 10_000;
const PAM_CHANNELS = {
  BLACKANDWHITE: 1,
  GRAYSCALE: 1,
  RGB: 3,
  BLACKANDWHITE_ALPHA: 2,
  GRAYSCALE_ALPHA: 2,
  RGB_ALPHA: 4,
};

/** Numbers of a header or of pixels in text, with remarks from # to the end of the line between them. */
export class PnmText {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  /**
   * The next number.
   *
   * @throws {UndecodableError} when something else stands there, or nothing.
   */
  number(): number {
    this.skip();
    const start = this.at;
    let value = 0;
    while (isDigit(this.bytes[this.at])) {
      if (this.at - start === MOST_DIGITS) throw new UndecodableError("a number in it is too long");
      value = 10 * value + this.bytes[this.at++] - 48;
    }
    if (this.at === start) throw this.unexpected();
    return value;
  }

  /**
   * The next digit, which need not stand apart: 0 or 1.
   *
   * @throws {UndecodableError} when something else stands there, or nothing.
   */
  bit(): number {
    this.skip();
    const value = this.bytes[this.at] - 48;
    if (value !== 0 && value !== 1) throw this.unexpected();
    this.at++;
    return value;
  }

  private skip(): void {
    const { bytes } = this;
    for (;;) {
      if (bytes[this.at] === 0x23) while (this.at < bytes.length && !isLineEnd(bytes[this.at])) this.at++;
      else if (isSpace(bytes[this.at])) this.at++;
      else return;
    }
  }

  private unexpected(): UndecodableError {
    if (this.at >= this.bytes.length) return new UndecodableError(CUT_OFF);
    return new UndecodableError(`a number is expected at byte ${this.at}`);
  }
}

/**
 * Reads the header.
 *
 * @throws {UndecodableError} with the reason.
 */
export function readPnmHeader(bytes: Uint8Array): PnmHeader {
  const kind = bytes[1] - 48;
  if (kind === 7) return checked(pamHeader(bytes));
  const text = new PnmText(bytes, 2);
  const width = text.number();
  const height = text.number();
  const isBitmap = kind === 1 || kind === 4;
  const most = isBitmap ? 1 : text.number();
  if (kind > 3 && !isSpace(bytes[text.at])) {
    throw new UndecodableError(text.at < bytes.length ? "its header does not end in a space" : CUT_OFF);
  }
  return checked({
    width,
    height,
    channels: kind === 3 || kind === 6 ? 3 : 1,
    most,
    coding: kind < 4 ? "text" : kind === 4 ? "bits" : "bytes",
    isInverted: isBitmap,
    // One space ends the header; bytes of the same kind after it are values.
    offset: text.at + 1,
  });
}

function checked(header: PnmHeader): PnmHeader {
  const { width, height, most } = header;
  if (width < 1 || height < 1) throw new UndecodableError(`its size is ${width}x${height}`);
  if (most < 1 || most > LARGEST_VALUE) {
    throw new UndecodableError(`its largest value is ${most}; 1 to ${LARGEST_VALUE} are read`);
  }
  return header;
}

function pamHeader(bytes: Uint8Array): PnmHeader {
  const head = Buffer.from(bytes.subarray(0, PAM_HEADER)).toString("latin1");
  const end = /^ENDHDR[ \t\r]*\n/m.exec(head);
  if (end === null) throw new UndecodableError(bytes.length < PAM_HEADER ? CUT_OFF : "its header has no end");
  const fields = new Map<string, string>();
  for (const line of head.slice(2, end.index).split("\n")) {
    const [key, ...words] = line.trim().split(/\s+/);
    if (key !== "" && !key.startsWith("#")) fields.set(key, words.join(" "));
  }
  const numberOf = (key: string) => {
    const text = fields.get(key) ?? "";
    if (!/^\d{1,10}$/.test(text))
      throw new UndecodableError(`its header says ${key} "${text}"; a number is expected`);
    return Number(text);
  };
  const [width, height, channels, most] = ["WIDTH", "HEIGHT", "DEPTH", "MAXVAL"].map(numberOf);
  const type =
    fields.get("TUPLTYPE") ?? ["GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA"][channels - 1] ?? "";
  const expected = (PAM_CHANNELS as Readonly<Record<string, number>>)[type];
  if (expected !== channels) {
    const names = Object.keys(PAM_CHANNELS).join(", ");
    throw new UndecodableError(`it has ${channels} channels of the type "${type}"; ${names} are read`);
  }
  return {
    width,
    height,
    channels,
    most,
    coding: "bytes",
    isInverted: false,
    offset: end.index + end[0].length,
  };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

function isLineEnd(byte: number): boolean {
  return byte === 10 || byte === 13;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || (byte !== undefined && byte >= 9 && byte <= 13);
}
