import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The workspace root, so that a lockfile further up the disk never confuses the build.
  turbopack: { root: fileURLToPath(new URL("../..", import.meta.url)) },
};

export default config;
