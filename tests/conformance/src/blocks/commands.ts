import { chmodSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { program } from "../program.ts";
import { publicPort, type Ports } from "./ports.ts";

/** Puts the commands into a folder that pages run: the program under its name, and npm and npx as far as they are it. */
export function writeCommands(bin: string, ports: Ports): void {
  const { command = process.execPath, args } = program();
  const words = [command, ...args].map((word) => `'${word.includes("/") ? resolve(word) : word}'`).join(" ");
  const admin = `http://localhost:${ports.of(publicPort + 1)}`;
  const scripts = {
    // The commands that steer a running dev server are told its address; the program calls itself as it was called.
    sallyport: `
case "$1" in
clock|faults|identities|requests|state) export SALLYPORT_ADMIN_URL=${admin} ;;
esac
exec -a sallyport ${words} "$@"`,
    npm: `
case "$*" in
start|start\\ *) shift; [ "$1" != -- ] || shift; exec sallyport dev "$@" ;;
run\\ -s\\ sallyport\\ --\\ *) shift 4; exec sallyport "$@" ;;
esac
echo "npm $*: what asks a registry is a block of \\\`sh elsewhere\\\`, what the CI runs one of \\\`sh ci\\\`" >&2
exit 2`,
    npx: `
[ "$1" != sallyport ] || { shift; exec sallyport "$@"; }
echo "npx $*: what asks a registry is a block of \\\`sh elsewhere\\\`" >&2
exit 2`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
}
