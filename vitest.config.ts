import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Vitest leaves one to itself, which on two is half of them. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Against started programs, a few at a time. */
const blackBox = {
  setupFiles: ["tests/conformance/src/journal-setup.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
  maxWorkers: 2,
  maxConcurrency: 2,
};

/** About the file itself, or so long that once is enough: what people run is the file. */
const executableAlone = ["blocks", "crash", "executable", "newcomer", "protect-streams"];

/** What the single executable has to do, the most of it as the sources do. */
const lanes = [
  ...executableAlone,
  "audit",
  "client-credentials",
  "conformance-tool",
  "documents",
  "faults",
  "identity-provider",
  "matrix",
  "oauth4webapi",
  "processes",
  "protect",
  "protect-conformance",
  "revocations",
  "sdks",
  "storage",
];

/** Both build the program into one folder, so that they run one after the other. */
const programPacks = ["{apps/sallyport,packages/test-kit}/test/**/pack.test.ts"];

/**
 * Tests that start whole programs, other servers or a build, or measure memory: too slow for every save. `npm test`
 * runs them; `npm run test:quick` does not.
 */
const programTests = [
  "apps/sallyport/test/**/*.test.ts",
  "packages/{core,client,resource}/test/pack.test.ts",
  "packages/core/test/sqlite-processes.test.ts",
  "packages/{doctor,test-kit}/test/**/*.test.ts",
  "packages/images/test/memory.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          maxWorkers,
          include: ["{apps,packages}/*/{src,test}/**/*.test.ts", "tests/fixtures/{src,test}/**/*.test.ts"],
          exclude: [...programPacks, ...programTests],
        },
      },
      { test: { name: "program", maxWorkers, include: programTests, exclude: programPacks } },
      { test: { name: "scripts", include: ["scripts/**/*.test.mjs", "apps/docs/test/**/*.test.mjs"], maxWorkers } },
      { test: { name: "packed", include: programPacks, maxWorkers: 1, sequence: { groupOrder: 3 } } },
      {
        test: {
          name: "conformance",
          include: ["tests/conformance/test/**/*.test.ts"],
          exclude: executableAlone.map((lane) => `tests/conformance/test/${lane}.test.ts`),
          sequence: { groupOrder: 1 },
          ...blackBox,
        },
      },
      {
        test: {
          name: "executable",
          include: lanes.map((lane) => `tests/conformance/test/${lane}.test.ts`),
          globalSetup: "tests/conformance/src/build-executable.ts",
          env: { SALLYPORT_EXECUTABLE: "dist/sallyport" },
          sequence: { groupOrder: 2 },
          ...blackBox,
        },
      },
    ],
  },
});
