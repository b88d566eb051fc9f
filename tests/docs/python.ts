import { spawnSync } from "node:child_process";

/** Debian's packages are those of the system's own Python, which need not be the first one on the path. */
const CANDIDATES = ["/usr/bin/python3", "python3"];

/**
 * A Python with all of these modules; null where there is none.
 *
 * @param needs a module and its least version, `torch>=2.6`; "" for none
 */
export function pythonWith(modules: readonly string[], needs = ""): string | null {
  const [module, version] = needs.split(">=");
  const needed = version === undefined ? modules : [...modules, module];
  const imports = needed.length === 0 ? [] : [`import ${needed.join(", ")}`];
  const check =
    version === undefined
      ? []
      : [
          `import sys; sys.exit([int(n) for n in ${module}.__version__.split(".")[:2]] < [${version.replace(".", ", ")}])`,
        ];
  const program = [...imports, ...check].join("\n");
  return CANDIDATES.find((python) => spawnSync(python, ["-c", program]).status === 0) ?? null;
}

/** The modules that Python code imports. */
export function modulesOf(code: string): string[] {
  return [
    ...new Set(
      [...code.matchAll(/^(?:>>> )?(?:import|from) ([\w, ]+?)(?: import .*)?$/gm)].map(([, name]) => name),
    ),
  ];
}
