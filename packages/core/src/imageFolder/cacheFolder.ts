import { homedir } from "node:os";
import path from "node:path";

/**
 * The folder that keeps what need not be found out twice: UNITSCOPE_CACHE, else `unitscope` in XDG_CACHE_HOME, in
 * ~/Library/Caches on macOS, in ~/.cache elsewhere.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  home: string = homedir(),
): string {
  const { UNITSCOPE_CACHE: own, XDG_CACHE_HOME: xdg } = env;
  if (own) return own;
  // The standard takes a relative path as none.
  if (xdg && path.isAbsolute(xdg)) return path.join(xdg, "unitscope");
  return path.join(home, ...(platform === "darwin" ? ["Library", "Caches"] : [".cache"]), "unitscope");
}
