import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

const idleMs = 2_000;

/**
 * Starts a server, waits for its first line, and looks at what it and its children used until then (processor time) and
 * hold two seconds later (memory). Linux. With `metadataOf`, the address in that line is asked for its metadata at once.
 */
export async function measureStart({ command, args, cwd, metadataOf }) {
  const began = performance.now();
  const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  const [line] = await Promise.race([once(createInterface(child.stdout), "line"), closed.then(failToStart)]);
  const readyMs = performance.now() - began;
  const answered = metadataOf === undefined ? {} : await ask(metadataOf(line), began);
  const cpuMs = sum(child.pid, cpuOf);
  await delay(idleMs);
  const rssMiB = sum(child.pid, (pid) => kibibytes(pid, "VmRSS")) / 1024;
  const ownMiB = sum(child.pid, (pid) => kibibytes(pid, "RssAnon")) / 1024;
  child.kill();
  await closed;
  return { readyMs, ...answered, cpuMs, rssMiB, ownMiB };
}

function failToStart([code]) {
  throw new Error(`the server ended with ${code} before it was ready`);
}

async function ask(url, began) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  await response.arrayBuffer();
  return { answerMs: performance.now() - began };
}

/** Of a process and all below it. */
function sum(pid, of) {
  return [pid, ...childrenOf(pid)].reduce((total, one) => total + of(one), 0);
}

function childrenOf(pid) {
  const children = globSync(`/proc/${pid}/task/*/children`).flatMap((file) => readFileSync(file, "utf8").split(" "));
  const pids = children.filter((text) => text !== "").map(Number);
  return pids.flatMap((child) => [child, ...childrenOf(child)]);
}

/** User and system time of all threads; the kernel counts in hundredths of a second. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function kibibytes(pid, name) {
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
}

/** Least, median and most of each figure, as text. */
export function summarize(results) {
  return Object.keys(results[0]).map((name) => {
    const sorted = results.map((result) => result[name]).toSorted((a, b) => a - b);
    const [min, median, max] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return { name, min: min.toFixed(1), median: median.toFixed(1), max: max.toFixed(1) };
  });
}
