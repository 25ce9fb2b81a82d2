import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, say } from "./setup.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const fixedPlaces = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Chromium, installed if it must be and can be; undefined if the browser tests are left out. */
export function ensureChromium() {
  const wanted = process.env.CHROMIUM;
  if (wanted) {
    return isExecutable(wanted) ? wanted : fail(`CHROMIUM=${wanted} is not a program that can be run.`);
  }
  const found = findChromium() ?? (canInstall() ? installChromium() : undefined);
  if (found) return found;
  if (process.env.CI === "true") fail("Chromium is missing, and in CI the browser tests must run.");
  say(
    [
      "",
      "*** The browser tests are LEFT OUT: there is no Chromium on this machine. ***",
      "    Debian, Ubuntu:  sudo apt-get install chromium",
      "    elsewhere:       install Chrome or Chromium, or set CHROMIUM=/path/to/it",
      "",
    ].join("\n"),
  );
  return undefined;
}

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...fixedPlaces, ...onPath].find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall() {
  return process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get");
}

function installChromium() {
  say("Setting up: installing Chromium for the browser tests (apt-get)");
  const packages = ["chromium", "fonts-liberation"];
  const done = aptGet("update") && aptGet("install", "-y", "--no-install-recommends", ...packages);
  if (!done) say("apt-get could not install Chromium: its reason stands above.");
  return findChromium();
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("/usr/bin/apt-get", args, { env, stdio: ["ignore", 2, 2] }).status === 0;
}
