import { RunFileReader } from "@unitscope/core/commandLine";

/** Every number of a run, values and half widths, by map: "fc ST hue". */
export async function numbersOf(file: string): Promise<Record<string, number[]>> {
  const run = await RunFileReader.open(file);
  const numbers: Record<string, number[]> = {};
  for (const checkpoint of run.checkpoints) {
    for (const measure of checkpoint.measures) {
      for (const name of measure.maps) {
        const { values, halfWidths } = run.readUnits(checkpoint, measure, name);
        const key = [checkpoint.name, measure.measure, name.factor, name.withFactor]
          .filter((part) => part !== null)
          .join(" ");
        numbers[key] = [...values, ...halfWidths];
      }
    }
  }
  run.close();
  return numbers;
}
