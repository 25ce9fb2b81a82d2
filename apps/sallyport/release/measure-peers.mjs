import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { measureStart, summarize } from "./measured-process.mjs";

// node apps/sallyport/release/measure-peers.mjs [runs] [program]: what `measure-start.mjs` measures, and the time to
// the first answer with metadata, of the single executable and of peers, one after the other in each round. The peers
// come from the npm registry into a temporary folder, each as small a server as its documentation shows. Linux.

const [runs = "10", program = "dist/sallyport"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "sallyport-peers-"));

const peers = {
  "node-oidc-provider": ["oidc-provider@9.13.3"],
  "better-auth": ["better-auth@1.7.5", "@better-auth/oauth-provider@1.7.5"],
  "workers-oauth-provider": ["@cloudflare/workers-oauth-provider@1.2.3", "miniflare@4.20260730.0"],
  "oauth2-mock-server": ["oauth2-mock-server@9.3.0"],
};

function install([name, packages]) {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  writeFileSync(join(cwd, "package.json"), '{ "private": true, "type": "module" }');
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--loglevel=error"];
  execFileSync("npm", ["install", ...quiet, ...packages], { cwd, stdio: ["ignore", "ignore", "inherit"] });
  const script = join(cwd, `${name}.mjs`);
  copyFileSync(join(import.meta.dirname, "peers", basename(script)), script);
  return { name, command: process.execPath, args: [script], cwd, metadataOf: (line) => line };
}

const ours = {
  name: "sallyport",
  command: resolve(program),
  args: ["dev", "--json", "--quiet", "--port", "0"],
  cwd: folder,
  metadataOf: (line) => `${JSON.parse(line).issuer}/.well-known/oauth-authorization-server`,
};

const servers = [ours, ...Object.entries(peers).map(install)];
const results = new Map(servers.map(({ name }) => [name, []]));
for (let round = 0; round <= Number(runs); round += 1) {
  for (const { name, ...server } of servers) results.get(name).push(await measureStart(server));
  process.stderr.write(`round ${round} of ${runs}, load average ${loadavg()[0].toFixed(1)}\n`);
}
rmSync(folder, { recursive: true });
for (const [name, all] of results) {
  const figures = summarize(all.slice(1)).map((one) => `${one.name} ${one.median} (${one.min} to ${one.max})`);
  console.log(`${name.padEnd(24)}${figures.join("  ")}`);
}
