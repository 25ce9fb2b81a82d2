import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fencesIn } from "../src/blocks/fences.ts";
import { readBlocks } from "../src/blocks/form.ts";
import { linkPackages } from "../src/blocks/packages.ts";
import { holdPage } from "../src/blocks/page.ts";

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/**/*.md", "packages/*/README.md"]
  .flatMap((glob) => globSync(glob))
  .filter((page) => fencesIn(readFileSync(page, "utf8")).length > 0)
  .sort();

describe("the blocks of the documentation", { timeout: 120_000 }, () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "sallyport-blocks-"));
    writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
    linkPackages(root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.concurrent.each(pages)("[docs:B1] are run, compiled or accounted for: %s", async (page) => {
    await holdPage(page, root);
  });
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
    const page = `# Page\n\n   \`\`\`${info}\n   x\n   \`\`\`\n`;
    expect(() => readBlocks("docs/page.md", page)).toThrow(
      new RegExp(`^docs/page\\.md:3: .*\`${info}\`: write .*\`${instead}\``),
    );
  });
});
