import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../src/blocks/compile.ts";
import { type Page, readPage } from "../src/blocks/page.ts";
import { linkPackages } from "../src/blocks/packages.ts";
import { holdBlocks } from "../src/blocks/hold.ts";

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md", "packages/*/README.md"]
  .flatMap((glob) => globSync(glob))
  .sort()
  .map((page) => readPage(page, readFileSync(page, "utf8")))
  .filter(({ blocks, problems }) => blocks.length + problems.length > 0);

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "sallyport-blocks-"));
  writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
  linkPackages(root);
});
afterAll(() => rmSync(root, { recursive: true }));

describe("the blocks of the documentation", { timeout: 240_000 }, () => {
  let compiled: Promise<readonly string[]>;
  beforeAll(() => {
    compiled = compile(pages, root);
  });

  it.concurrent.each(pages)(
    "[docs:B1] are run, compiled or accounted for: $page",
    async ({ page, blocks, problems }) => {
      expect(problems).toEqual([]);
      await holdBlocks(blocks, root);
      expect((await compiled).filter((fault) => fault.startsWith(`${page}/`))).toEqual([]);
    },
  );
});

function pageWith(info: string, text: string): Page {
  return readPage("docs/page.md", `# Page\n\n   \`\`\`${info}\n${text.replaceAll(/^/gm, "   ")}\n   \`\`\`\n`);
}

describe("a block that is wrong", () => {
  it.each([
    ["sh", "true\nfalse", "false\nends with 1"],
    ["sh", "false | cat", "ends with 1"],
    ["sh", "echo ${HOME", "Syntax error"],
    ["sh", "sallyport clients disable client_…", "client_… stands for nothing that was shown"],
    ["sh", "npm install express", "ends with 2"],
    ["sh server", "echo nothing", "ended before the line came"],
    ["sh elsewhere", "ls", "nothing in it is elsewhere"],
    ["sh elsewhere", "docker ps\nsallyport --version", "write what Sallyport does in a block of `sh`"],
    ["sh ci", "npm run never", "there is no such npm script"],
    ["sh ci", "npm test -- packages/never", "there is no packages/never"],
    ["sh measure", "node tests/bench/src/never.ts", "there is no tests/bench/src/never.ts"],
    ["console", "true", "write `text`"],
    ["console", "$ echo one\ntwo", '"one" in place of "two"'],
    ["console", "$ echo one\none\ntwo", 'only ["one"] in place of ["one","two"]'],
    ["console", "$ printf 'one\\ntwo\\n'\none", '"two" beyond what is recorded'],
    ["console server", "$ echo one\ntwo", '"one" in place of "two"'],
    ["json", "{", "SyntaxError"],
    ["yaml", "a: [", "Flow sequence"],
    ["js", "const", "Unexpected token"],
    ["nginx", "server {\n  listen 443\n}", "listen 443 does not end"],
    ["ini", "[Unit]\nDescription", "Description is neither a section nor a value"],
    ["ts excerpt", "const never = 1;", "no source or test has these lines in a row"],
  ])("[docs:B1] fails with its place: %s: %j", async (info, text, why) => {
    const { blocks } = pageWith(info, text);
    const told = await holdBlocks(blocks, root).then(() => "nothing is wrong", String);
    expect(told).toContain("docs/page.md:3: ");
    expect(told).toContain(why);
  });

  it("[docs:B1] fails with what the compiler says", async () => {
    expect(await compile([pageWith("ts", "const one: string = 1;")], root)).toEqual([
      expect.stringMatching(/^docs\/page\.md\/line-3\.ts\(1,7\): error TS2322: /),
    ]);
  });
});

describe("a block that nobody accounts for", () => {
  it.each([
    ["", "text"],
    ["bash", "sh"],
    ["sh later", "sh elsewhere"],
    ["console server now", "console server"],
    ["console newcomer", "console server"],
    ["python", "py"],
    ["yaml file=../up.yaml", "yaml file=NAME"],
    ["ts file=", "ts excerpt"],
    ["toml", "yaml"],
  ])("[docs:B2] fails with its place and what to write instead: %j", (info, instead) => {
    expect(pageWith(info, "x").problems).toEqual([
      expect.stringMatching(new RegExp(`^docs/page\\.md:3: .*\`${info}\`: write .*\`${instead}\``)),
    ]);
  });
});
