import { fileURLToPath } from "node:url";

/** @type {import("jest").Config} */
export default {
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  // Or what you have already: ts-jest, @swc/jest, babel-jest with its preset for TypeScript.
  transform: { "\\.ts$": fileURLToPath(import.meta.resolve("./strip-types.cjs")) },
};
