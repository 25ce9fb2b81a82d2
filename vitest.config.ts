import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/{src,test}/**/*.test.ts", "apps/*/{src,test}/**/*.test.ts"],
          exclude: ["packages/conformance/**"],
        },
      },
      { test: { name: "scripts", include: ["scripts/**/*.test.mjs"] } },
      {
        test: {
          name: "conformance",
          include: ["packages/conformance/test/**/*.test.ts"],
          setupFiles: ["packages/conformance/src/journal-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
