import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, say } from "./setup.mjs";

/** The browsers of the tests: how each is found, and which of Debian's packages bring it. */
const browsers = [
  {
    title: "Chromium",
    variable: "CHROMIUM",
    // The same engine without a window, in about 60 % of the processor time.
    packages: ["chromium-headless-shell", "fonts-liberation"],
    elsewhere: "Chrome or Chromium",
    names: [
      "chromium-headless-shell",
      "chromium",
      "chromium-browser",
      "google-chrome",
      "google-chrome-stable",
      "chrome",
    ],
    fixedPlaces: [
      "/usr/bin/chromium-headless-shell",
      "/usr/bin/chromium",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
    ],
  },
  {
    title: "Firefox",
    variable: "FIREFOX",
    packages: ["firefox-esr"],
    elsewhere: "Firefox",
    names: ["firefox-esr", "firefox"],
    fixedPlaces: [
      "/usr/bin/firefox-esr",
      "/Applications/Firefox.app/Contents/MacOS/firefox",
      "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
    ],
  },
];

/** The variables that name the browsers, installed if they must be and can be; one is absent if its tests are left out. */
export function ensureBrowsers() {
  return Object.fromEntries(
    browsers.flatMap((browser) => {
      const path = ensureBrowser(browser);
      return path === undefined ? [] : [[browser.variable, path]];
    }),
  );
}

function ensureBrowser(browser) {
  const { title, variable, packages, elsewhere } = browser;
  const wanted = process.env[variable];
  if (wanted) {
    return isExecutable(wanted) ? wanted : fail(`${variable}=${wanted} is not a program that can be run.`);
  }
  const found = findBrowser(browser) ?? (canInstall() ? install(browser) : undefined);
  if (found) return found;
  if (process.env.CI === "true") fail(`${title} is missing, and in CI the browser tests must run.`);
  say(
    [
      "",
      `*** The tests with ${title} are LEFT OUT: there is no ${title} on this machine. ***`,
      `    Debian, Ubuntu:  sudo apt-get install ${packages[0]}`,
      `    elsewhere:       install ${elsewhere}, or set ${variable}=/path/to/it`,
      "",
    ].join("\n"),
  );
  return undefined;
}

function findBrowser({ names, fixedPlaces }) {
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

function install(browser) {
  const { title, packages } = browser;
  say(`Setting up: installing ${title} for the browser tests (apt-get)`);
  const done = aptGet("update") && aptGet("install", "-y", "--no-install-recommends", ...packages);
  if (!done) say(`apt-get could not install ${title}: its reason stands above.`);
  return findBrowser(browser);
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("/usr/bin/apt-get", args, { env, stdio: ["ignore", 2, 2] }).status === 0;
}
