/**
 * What the system said when the HDF5 library could not write, such as "No space left on device"; undefined for any other
 * error. The library gives it in the middle of a page about its own inside.
 */
export function hdf5WriteReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.message.includes("Write failed")) return undefined;
  return /error message = '([^']+)'/.exec(error.message)?.[1];
}
