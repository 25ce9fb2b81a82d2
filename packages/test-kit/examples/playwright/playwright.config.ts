import { defineConfig } from "@playwright/test";

/** A browser of the system; without it, those that `playwright install` brings. */
const executablePath = process.env["CHROMIUM"];

export default defineConfig({
  fullyParallel: true,
  use: { launchOptions: executablePath === undefined ? {} : { executablePath, args: ["--no-sandbox"] } },
});
