import { spawnSync } from "node:child_process";

/** Debian's packages are those of the system's own Python, which need not be the first one on the path. */
const CANDIDATES = ["/usr/bin/python3", "python3"];

/** A Python with all of these modules; null where there is none. */
export function pythonWith(modules: readonly string[]): string | null {
  const found = CANDIDATES.find(
    (python) => spawnSync(python, ["-c", `import ${modules.join(", ")}`]).status === 0,
  );
  return found ?? null;
}

/** The modules that Python code imports. */
export function modulesOf(code: string): string[] {
  return [...new Set([...code.matchAll(/^(?:>>> )?(?:import|from) (\w+)/gm)].map(([, name]) => name))];
}
