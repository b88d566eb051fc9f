import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { defaultThreads } from "./defaultThreads.js";

/** Threads on a machine of 64 cores with these files and no others. */
function threads(files: Readonly<Record<string, string>>, cores = 64): number {
  return defaultThreads({ cores, read: (file) => files[file] ?? null });
}

const MOUNT_2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
const MOUNTS_1 = [
  "32 25 0:28 /docker/1f /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory",
  "33 25 0:29 /docker/1f /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct",
  "",
].join("\n");

it("takes the cores of the affinity where there is no limit, 16 at most", () => {
  expect(threads({}, 5)).toBe(5);
  expect(threads({}, 64)).toBe(16);
  expect(defaultThreads()).toBeLessThanOrEqual(Math.min(16, availableParallelism()));
  expect(defaultThreads()).toBeGreaterThanOrEqual(1);
});

describe("cgroups, version 2", () => {
  const inGroup = (files: Readonly<Record<string, string>>) =>
    threads({
      "/proc/self/cgroup": "0::/kubepods/pod7/box\n",
      "/proc/self/mountinfo": MOUNT_2,
      ...files,
    });

  it.each([
    ["max 100000\n", 16],
    ["400000 100000\n", 4],
    // A part of a core counts as a whole.
    ["150000 100000\n", 2],
    ["20000 100000\n", 1],
    ["nonsense\n", 16],
    ["0 100000\n", 16],
  ])("cpu.max %j gives %i threads", (text, expected) => {
    expect(inGroup({ "/sys/fs/cgroup/kubepods/pod7/box/cpu.max": text })).toBe(expected);
  });

  it("takes the least up the tree", () => {
    const files = {
      "/sys/fs/cgroup/kubepods/pod7/box/cpu.max": "max 100000",
      "/sys/fs/cgroup/kubepods/pod7/cpu.max": "300000 100000",
      "/sys/fs/cgroup/kubepods/cpu.max": "800000 100000",
    };
    expect(inGroup(files)).toBe(3);
    expect(inGroup({ ...files, "/sys/fs/cgroup/cpu.max": "200000 100000" })).toBe(2);
    // Of another group, which is not above it.
    expect(inGroup({ "/sys/fs/cgroup/kubepods/pod8/cpu.max": "100000 100000" })).toBe(16);
  });

  it("reads the mounted group in a container with a namespace of its own, and one that is seen from another", () => {
    const files = { "/proc/self/mountinfo": MOUNT_2, "/sys/fs/cgroup/cpu.max": "250000 100000" };
    expect(threads({ ...files, "/proc/self/cgroup": "0::/\n" })).toBe(3);
    expect(threads({ ...files, "/proc/self/cgroup": "0::/../../other\n" })).toBe(3);
  });

  it("finds a mount with a blank in its name", () => {
    expect(
      threads({
        "/proc/self/cgroup": "0::/a\n",
        "/proc/self/mountinfo": "30 23 0:26 / /mnt/c\\040g rw - cgroup2 none rw\n",
        "/mnt/c g/a/cpu.max": "100000 100000",
      }),
    ).toBe(1);
  });
});

describe("cgroups, version 1", () => {
  const inDocker = (quota: string, period = "100000") =>
    threads({
      "/proc/self/cgroup": "5:memory:/docker/1f\n4:cpu,cpuacct:/docker/1f\n0::/ignored\n",
      "/proc/self/mountinfo": MOUNTS_1,
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": quota,
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": period,
      // What is no cpu hierarchy is not asked.
      "/sys/fs/cgroup/memory/cpu.cfs_quota_us": "100000",
    });

  it("reads quota and period", () => {
    expect(inDocker("-1\n")).toBe(16);
    expect(inDocker("600000\n")).toBe(6);
    expect(inDocker("50000\n", "50000\n")).toBe(1);
  });

  it("takes the least up the tree, beside an empty version 2", () => {
    const cpu = "/sys/fs/cgroup/cpu";
    expect(
      threads({
        "/proc/self/cgroup": "3:cpu:/slurm/job_7/step_0\n0::/\n",
        "/proc/self/mountinfo": `33 25 0:29 / ${cpu} rw - cgroup cgroup rw,cpu\n${MOUNT_2}`,
        [`${cpu}/slurm/job_7/step_0/cpu.cfs_quota_us`]: "-1",
        [`${cpu}/slurm/job_7/step_0/cpu.cfs_period_us`]: "100000",
        [`${cpu}/slurm/job_7/cpu.cfs_quota_us`]: "700000",
        [`${cpu}/slurm/job_7/cpu.cfs_period_us`]: "100000",
      }),
    ).toBe(7);
  });
});
