const LOADER = new URL("./testing/typescriptLoader.mjs", import.meta.url).href;

/**
 * What a pool of worker threads starts.
 *
 * @param name of the entry's module, which is beside the one of `url`.
 * @param url of the module that asks, its `import.meta.url`.
 */
export function threadEntry(name: string, url: string): { filename: string; execArgv?: string[] } {
  const isSource = url.endsWith(".ts");
  const filename = new URL(`./${name}.${isSource ? "ts" : "js"}`, url).href;
  // Where the entry is still TypeScript (in tests), a loader has to come first.
  return isSource ? { filename, execArgv: ["--import", LOADER] } : { filename };
}
