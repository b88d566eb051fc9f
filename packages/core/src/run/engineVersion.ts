/** Version of this engine; written into the provenance of every run. Equals the version in package.json (tested). */
export const ENGINE_VERSION = "0.1.0";
