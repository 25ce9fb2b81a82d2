import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../src/blocks/compile.ts";
import { readPage } from "../src/blocks/page.ts";
import { linkPackages } from "../src/blocks/packages.ts";
import { holdBlocks } from "../src/blocks/hold.ts";

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md", "packages/*/README.md"]
  .flatMap((glob) => globSync(glob))
  .sort()
  .map((page) => readPage(page, readFileSync(page, "utf8")))
  .filter(({ blocks, problems }) => blocks.length + problems.length > 0);

describe("the blocks of the documentation", { timeout: 240_000 }, () => {
  let root: string;
  let compiled: Promise<readonly string[]>;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "sallyport-blocks-"));
    writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
    linkPackages(root);
    compiled = compile(pages, root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.concurrent.each(pages)(
    "[docs:B1] are run, compiled or accounted for: $page",
    async ({ page, blocks, problems }) => {
      expect(problems).toEqual([]);
      await holdBlocks(blocks, root);
      expect((await compiled).filter((fault) => fault.startsWith(`${page}/`))).toEqual([]);
    },
  );
});

describe("a block that nobody accounts for", () => {
  it.each([
    ["", "text"],
    ["bash", "sh"],
    ["sh later", "sh elsewhere"],
    ["console server now", "console server"],
    ["python", "py"],
    ["yaml file=../up.yaml", "yaml file=NAME"],
    ["ts file=", "ts excerpt"],
    ["toml", "yaml"],
  ])("[docs:B2] fails with its place and what to write instead: %j", (info, instead) => {
    const { problems } = readPage("docs/page.md", `# Page\n\n   \`\`\`${info}\n   x\n   \`\`\`\n`);
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`^docs/page\\.md:3: .*\`${info}\`: write .*\`${instead}\``)),
    ]);
  });
});
