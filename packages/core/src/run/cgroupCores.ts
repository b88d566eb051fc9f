import path from "node:path/posix";

/** The text of a file, or null where there is none that can be read. */
export type ReadSystemFile = (file: string) => string | null;

/** One mount of a cgroup hierarchy: where it is, and which cgroup lies there. */
interface CgroupMount {
  readonly mountPoint: string;
  readonly root: string;
}

/** A version of cgroups: how a cgroup's folder tells what its processes may use. */
interface Hierarchy {
  readonly isMount: (type: string, options: readonly string[]) => boolean;
  /** @param controllers of a line of /proc/self/cgroup; none in version 2 */
  readonly isOwn: (controllers: readonly string[]) => boolean;
  readonly coresAt: (folder: string, read: ReadSystemFile) => number;
}

const HIERARCHIES: readonly Hierarchy[] = [
  {
    isMount: (type) => type === "cgroup2",
    isOwn: (controllers) => controllers.length === 0,
    coresAt: (folder, read) => {
      const [quota, period] = (read(`${folder}/cpu.max`) ?? "").trim().split(/\s+/);
      return coresOf(quota, period ?? "100000");
    },
  },
  {
    isMount: (type, options) => type === "cgroup" && options.includes("cpu"),
    isOwn: (controllers) => controllers.includes("cpu"),
    coresAt: (folder, read) =>
      coresOf(read(`${folder}/cpu.cfs_quota_us`)?.trim(), read(`${folder}/cpu.cfs_period_us`)?.trim()),
  },
];

/**
 * How many cores the limits of this process' cgroups leave it, as containers and schedulers set them (version 1 and 2):
 * the least of its own group and all groups above it. May be a fraction; infinite where there is no limit.
 *
 * @param read reads files of /proc and of the mounted hierarchies
 */
export function cgroupCores(read: ReadSystemFile): number {
  const mounts = linesOf(read("/proc/self/mountinfo"));
  const own = linesOf(read("/proc/self/cgroup"));
  const limits = HIERARCHIES.map((hierarchy) => {
    const group = own.map(parseGroup).find((line) => line && hierarchy.isOwn(line.controllers))?.group;
    const found = mounts.flatMap((line) => parseMount(line, hierarchy.isMount) ?? []);
    if (group === undefined || found.length === 0) return Number.POSITIVE_INFINITY;
    const mount = found.find(({ root }) => isWithin(group, root)) ?? found[0];
    return Math.min(...foldersUp(group, mount).map((folder) => hierarchy.coresAt(folder, read)));
  });
  return Math.min(...limits);
}

/** Folders of a group and of all above it that the mount shows. */
function foldersUp(group: string, { mountPoint, root }: CgroupMount): string[] {
  // A group outside the mount is seen from another namespace; what is mounted then is the container's own.
  const parts = isWithin(group, root) ? path.relative(root, group).split("/").filter(Boolean) : [];
  return Array.from({ length: parts.length + 1 }, (_, depth) =>
    path.join(mountPoint, ...parts.slice(0, depth)),
  );
}

function isWithin(group: string, root: string): boolean {
  return root === "/" ? !group.startsWith("/..") : group === root || group.startsWith(`${root}/`);
}

/** A line of /proc/self/cgroup: `4:cpu,cpuacct:/docker/1f` or `0::/user.slice`. */
function parseGroup(line: string): { controllers: string[]; group: string } | undefined {
  const [, , controllers = "", group] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
  return group === undefined ? undefined : { controllers: controllers.split(",").filter(Boolean), group };
}

/** A line of /proc/self/mountinfo: `30 23 0:26 /root /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate`. */
function parseMount(line: string, isWanted: Hierarchy["isMount"]): CgroupMount | undefined {
  const [before = "", after = ""] = line.split(" - ");
  const [, , , root, mountPoint] = before.split(" ");
  const [type = "", , options = ""] = after.split(" ");
  if (root === undefined || mountPoint === undefined || !isWanted(type, options.split(","))) return undefined;
  return { root: unescapeMount(root), mountPoint: unescapeMount(mountPoint) };
}

/** Blanks and backslashes stand as octal numbers there: `\040`. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Infinite for `max`, -1, and what is no pair of numbers. */
function coresOf(quota: string | undefined, period: string | undefined): number {
  const cores = Number(quota) / Number(period);
  return cores > 0 && Number.isFinite(cores) ? cores : Number.POSITIVE_INFINITY;
}

function linesOf(text: string | null): string[] {
  return (text ?? "").split("\n");
}
