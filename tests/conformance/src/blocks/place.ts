import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Child, type Ended, startChild } from "../child.ts";
import { writeCommands } from "./commands.ts";
import { type Ports, publicPort } from "./ports.ts";

/** The folder in which the commands of one page run, with nothing of this machine's person in it. */
export interface Place {
  /** Where the page's files lie; also its home. */
  readonly folder: string;
  readonly ports: Ports;
  /** A file as the page shows it, with the free ports. */
  write(file: string, text: string): void;
  /** Runs a command after those before, with what they left behind. Its standard output has both outputs. */
  run(command: string): Promise<Ended>;
  /** The same for one that stays: it is stopped by whoever starts it. */
  start(command: string): Child;
}

const deadlineMs = 45_000;

/** @param root an empty folder, below one where the packages are found */
export function openPlace(root: string, ports: Ports): Place {
  const folder = join(root, "here");
  const bin = join(root, "bin");
  const state = join(root, "state");
  for (const one of [folder, bin]) mkdirSync(one, { recursive: true });
  writeCommands(bin, ports);
  symlinkSync(join(bin, "sallyport"), join(folder, "sallyport"));
  writeFileSync(state, "");
  const environment = [
    `HOME=${folder}`,
    `PATH=${[bin, dirname(process.execPath), process.env["PATH"]].join(":")}`,
    "LANG=C.UTF-8",
    "PYTHONUNBUFFERED=1",
    `SALLYPORT_PORT=${ports.of(publicPort)}`,
    // The program is started a hundred times; a sixth of its start is the compiling.
    `NODE_COMPILE_CACHE=${join(root, "../compiled")}`,
    // Nobody is there: what would leave this machine fails.
    "ALL_PROXY=http://127.0.0.1:9",
    "NO_PROXY=localhost,127.0.0.1,::1",
  ];
  const launch = (script: string, isGroup: boolean): Child => {
    // Bash, because it tells when any part of a pipe fails.
    const shell = ["bash", "--posix", "-o", "pipefail", "-ec", `exec 2>&1\nset -a\n. '${state}'\n${script}`];
    return startChild({
      command: "/usr/bin/env",
      args: ["-i", ...environment, ...shell],
      cwd: folder,
      isGroup,
      deadlineMs,
    });
  };
  return {
    folder,
    ports,
    write(file, text) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), ports.map(text));
    },
    async run(command) {
      await using child = launch(`${ports.map(command)}\n{ export -p; echo "cd '$PWD'"; } > '${state}'`, true);
      return await child.end();
    },
    // In the place of the shell, so that signals reach it.
    start: (command) => launch(`exec env ${ports.map(command)}`, false),
  };
}
