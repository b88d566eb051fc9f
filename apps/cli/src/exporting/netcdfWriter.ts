import { writeNumbers } from "@unitscope/core/commandLine";
import type { Dataset, File } from "h5wasm/node";

/**
 * Writes variables over named dimensions by the rules of netCDF-4: every dimension is an HDF5 dimension scale with the
 * coordinates, attached to the axes of the variables. xarray, netCDF4 and h5netcdf read the names from there.
 */
export class NetcdfWriter {
  private readonly scales = new Map<string, readonly string[]>();

  constructor(private readonly h5: File) {}

  /** Attributes of the whole file. */
  describe(attributes: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(attributes)) this.h5.create_attribute(name, text);
  }

  /** A dimension with numbers for coordinates. */
  dimension(name: string, coordinates: Int32Array): void {
    this.h5.create_dataset({ name, data: coordinates, shape: [coordinates.length] });
    this.makeScale(name);
  }

  /**
   * A dimension with texts for coordinates.
   *
   * @param owner what has them, which is part of the name where another one has others
   * @returns the name of the dimension
   */
  labels(name: string, coordinates: readonly string[], owner: string): string {
    const known = this.scales.get(name);
    if (known?.join("\n") === coordinates.join("\n")) return name;
    if (known !== undefined) return this.labels(`${name}_${owner}`, coordinates, owner);
    this.scales.set(name, coordinates);
    this.h5.create_dataset({ name, data: [...coordinates], shape: [coordinates.length], dtype: "S" });
    this.makeScale(name);
    return name;
  }

  /** A variable whose parts lie one after another. */
  variable(
    name: string,
    dimensions: readonly string[],
    parts: readonly (Float32Array | Float64Array | Uint8Array)[],
    attributes: Readonly<Record<string, string>>,
  ): void {
    const shape = dimensions.map((dimension) => this.dataset(dimension).shape?.[0] ?? 0);
    writeNumbers(this.h5, name, shape, concatenate(parts));
    const dataset = this.dataset(name);
    for (const [axis, dimension] of dimensions.entries()) dataset.attach_scale(axis, `/${dimension}`);
    for (const [key, text] of Object.entries(attributes)) dataset.create_attribute(key, text);
  }

  private makeScale(name: string): void {
    this.dataset(name).make_scale(name);
  }

  private dataset(name: string): Dataset {
    return this.h5.get(name) as Dataset;
  }
}

function concatenate<T extends Float32Array | Float64Array | Uint8Array>(parts: readonly T[]): T {
  const [first] = parts;
  if (first === undefined) throw new RangeError("A variable has at least one part.");
  const type = first.constructor as new (length: number) => T;
  const whole = new type(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
