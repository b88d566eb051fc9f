/**
 * Who may import whom. The rooms of packages/core form one direction: maths knows no images, files know no runtime,
 * only run/ puts them together. The two apps meet core through its subpaths and each other through GraphQL only.
 */
const rooms = {
  random: [],
  stats: [],
  text: [],
  files: ["text"],
  npy: ["files"],
  labels: ["text", "files"],
  preprocessing: ["text", "image"],
  kernels: [],
  image: ["kernels", "text"],
  imageFolder: ["image", "text"],
  onnx: ["text"],
  modelFolder: ["onnx"],
  sensitivity: ["random", "stats", "kernels"],
  augmentation: ["image", "random", "kernels", "files", "text"],
  inference: ["onnx", "random"],
  masking: ["random", "stats"],
  postAnalysis: ["random", "stats"],
};
const core = "^packages/core/src";
/** What other packages may import of core: one file an entry of its package.json. */
const entries = "(index|reading|importing|hosting|commandLine)\\.ts$";
const test = "\\.test\\.tsx?$";

const roomRules = Object.entries(rooms).map(([room, allowed]) => ({
  name: `core-room-${room}`,
  comment: `${room}/ may import ${allowed.length > 0 ? allowed.join(", ") : "no other room"}, errors.ts and factor.ts.`,
  severity: "error",
  from: { path: `${core}/${room}/`, pathNot: test },
  to: {
    path: `${core}/`,
    pathNot: [`${core}/(${[room, ...allowed].join("|")})/`, `${core}/(errors|factor)\\.ts$`],
  },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: "core-run-is-the-top",
      comment: "run/ may import every room but study/; only study/ and what is above it import it.",
      severity: "error",
      from: { path: `${core}/(?!(run|study|design|resultFiles|library)/|${entries})`, pathNot: test },
      to: { path: `${core}/run/` },
    },
    {
      name: "core-study-is-above-run",
      comment: "study/ may import every room, run/ included; only the files of results import it.",
      severity: "error",
      from: { path: `${core}/(?!(study|resultFiles|library)/|${entries})`, pathNot: test },
      to: { path: `${core}/study/` },
    },
    {
      name: "core-library-is-the-outside",
      comment:
        "library/ puts the rooms into the shape that users of the package see; only entries import it.",
      severity: "error",
      from: { path: `${core}/(?!library/|${entries})`, pathNot: test },
      to: { path: `${core}/(library/|${entries})` },
    },
    {
      name: "core-study-results-run-nothing",
      comment:
        "Only what performs a test reaches the runtime and worker threads; the API process reads all else of study/.",
      severity: "error",
      from: {
        path: `${core}/study/(?!(runTest|runMaskEvaluation|runMaskStudy|testThread|testEvaluator)\\.)`,
        pathNot: [test, "/testing/"],
      },
      to: { path: `${core}/(inference/|run/(runAnalysis|threadPool|blockThread))`, reachable: true },
    },
    {
      name: "core-shared-files-import-nothing",
      severity: "error",
      from: { path: `${core}/(errors|factor)\\.ts$` },
      to: { path: `${core}/` },
    },
    {
      name: "core-is-a-library",
      comment: "No database, HTTP, GraphQL or interface in core.",
      severity: "error",
      from: { path: `${core}/`, pathNot: test },
      to: {
        path: "(^apps/|node_modules/(pg|graphql|@prisma|react|express|graphile-worker)/|^(node:)?(http|https|net)$)",
      },
    },
    {
      name: "core-reads-no-files",
      comment:
        "Bytes arrive as arguments or by ports. Only rooms that are about files have the file system, what the runtime can only write into a file, and the limits of a container.",
      severity: "error",
      from: {
        path: `${core}/(?!(imageFolder|modelFolder|files|npy|design|resultFiles)/)`,
        pathNot: [test, "/testing/", "/run/(optimisedNetwork(Thread)?|systemFile)\\.ts$"],
      },
      to: { path: "^(node:)?(fs|fs/promises)$" },
    },
    {
      name: "core-places-of-images-are-pure",
      comment:
        "Of the room that reads folders only these touch the disk; what judges names and content is pure.",
      severity: "error",
      from: {
        path: `${core}/imageFolder/(?!(walkFolder|checkFiles|checkCache|readImageFolder)\\.)`,
        pathNot: [test, "/testing/"],
      },
      to: { path: "^(node:)?(fs|fs/promises)$" },
    },
    {
      name: "only-inference-loads-the-runtime",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: "^packages/core/(src|dist)/inference/" },
      to: { path: "node_modules/onnxruntime-(node|common)/" },
    },
    {
      name: "api-never-runs-inference",
      comment:
        "Runs and inference belong to the worker process; the API starts a child process to look at a model.",
      severity: "error",
      from: { path: "^apps/server/src/(graphql|http|db|postAnalysis|api\\.ts)", pathNot: test },
      to: {
        path: "^packages/core/(src|dist)/(inference/|run/(runAnalysis|threadPool|blockThread)|study/(runTest|testThread))",
        reachable: true,
      },
    },
    {
      name: "db-knows-no-graphql",
      severity: "error",
      from: { path: "^apps/server/src/db/" },
      to: { path: "^apps/server/src/(graphql|http|jobs)/" },
    },
    {
      name: "dashboard-knows-only-the-api",
      severity: "error",
      from: { path: "^apps/dashboard/" },
      to: { path: "^(packages/|apps/server/)" },
    },
    {
      name: "command-line-knows-only-core",
      comment: "It needs no database and no server; tests may read what tests/ holds.",
      severity: "error",
      from: { path: "^apps/cli/" },
      to: { path: "^apps/(server|dashboard)/" },
    },
    {
      name: "command-line-knows-the-library",
      comment: "It is written on core's public index; what that does not have yet is in an entry of its own.",
      severity: "error",
      from: { path: "^apps/cli/src/" },
      to: { path: "^packages/core/dist/", pathNot: "^packages/core/dist/(index|commandLine)\\." },
    },
    {
      name: "server-knows-its-entries",
      comment:
        "What the server uses of core is in entries by what they load; tests may look at files of runs.",
      severity: "error",
      from: { path: "^apps/server/src/", pathNot: test },
      to: { path: "^packages/core/dist/", pathNot: "^packages/core/dist/(reading|importing|hosting)\\." },
    },
    {
      name: "core-reading-loads-no-native-code",
      severity: "error",
      from: { path: "^packages/core/dist/reading\\.js$" },
      to: { path: "node_modules/(sharp|h5wasm|onnxruntime-node)/", reachable: true },
    },
    {
      name: "core-importing-loads-no-runtime",
      severity: "error",
      from: { path: "^packages/core/dist/importing\\.js$" },
      to: { path: "node_modules/onnxruntime-node/", reachable: true },
    },
    { name: "no-cycles", severity: "error", from: { pathNot: "/generated/" }, to: { circular: true } },
    {
      name: "no-undeclared-packages",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: [test, "/testing/", "/generated/"] },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // What the apps see of core is its build, so that stays in.
    exclude: { path: "(^apps/[^/]+/dist/|/\\.next/|/src/gql/)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
