/** For every configuration of vitest; see everywhere.mjs. */
export const everywhere: {
  globalSetup: string[];
  execArgv: string[];
  testTimeout: number;
  hookTimeout: number;
  env: Record<string, string>;
};
