import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { program } from "../src/program.ts";
import { readSession } from "../src/recorded.ts";
import { replay } from "../src/session.ts";

/** All of it, from the copying on. */
const deadlineMs = 10_000;

it(
  "the session of the README leads a newcomer with one file, by two commands, to the answer of a protected tool",
  async () => {
    await using stack = new AsyncDisposableStack();
    const home = await mkdtemp(join(tmpdir(), "sallyport-newcomer-"));
    stack.defer(() => rm(home, { recursive: true }));
    const folder = join(home, "empty");
    await mkdir(folder);
    await copyFile(program().command ?? "", join(folder, "sallyport"));
    const session = readSession(await readFile("README.md", "utf8"), "console newcomer");
    expect(session).toHaveLength(2);
    await replay(session, { folder, home });
  },
  deadlineMs,
);
