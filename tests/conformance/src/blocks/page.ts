import { existsSync, readFileSync } from "node:fs";
import { type Fence, fencesIn } from "./fences.ts";

/** A block, and how it is held. */
export interface Block extends Fence {
  readonly page: string;
  readonly language: string;
  readonly way: Way;
  /** Under which name the page has it, if it has one. */
  readonly file: string | undefined;
}

export type Way = "plain" | "server" | "elsewhere" | "measure" | "ci" | "excerpt";

/** What may stand behind a language; `file` is `file=NAME`. */
const languages: Readonly<Record<string, readonly (Way | "file")[]>> = {
  sh: ["plain", "server", "elsewhere", "measure", "ci"],
  console: ["plain", "server"],
  json: ["plain", "file"],
  yaml: ["plain", "file"],
  ts: ["plain", "file", "excerpt"],
  tsx: ["plain", "file"],
  js: ["plain", "file"],
  py: ["plain", "file"],
  nginx: ["plain", "file"],
  ini: ["plain", "file"],
  text: ["plain"],
  mermaid: ["plain"],
};

/** How others spell them. */
const spellings: Readonly<Record<string, string>> = {
  "": "text` for what is no code, or `console` for commands with their output",
  bash: "sh",
  shell: "sh",
  zsh: "sh",
  "shell-session": "console",
  jsonc: "json",
  yml: "yaml",
  typescript: "ts",
  javascript: "js",
  mjs: "js",
  jsx: "js` without JSX, or `tsx",
  python: "py",
  conf: "nginx",
  systemd: "ini",
  txt: "text",
};

/** Blocks that a test of their own holds: which of a page, and where. */
const held: readonly { page: string; infos: readonly string[]; test: string }[] = [
  { page: "README.md", infos: ["console newcomer"], test: "tests/conformance/test/newcomer.test.ts" },
  { page: "packages/client/README.md", infos: ["ts", "tsx"], test: "packages/client/test/pack.test.ts" },
  { page: "packages/resource/README.md", infos: ["ts"], test: "packages/resource/test/pack.test.ts" },
  {
    page: "packages/test-kit/README.md",
    infos: ["bash", "js", "python", "ts", "yaml"],
    test: "packages/test-kit/test/readme.test.ts",
  },
];

/** A page of the documentation. */
export interface Page {
  readonly page: string;
  /** Those that are held here. */
  readonly blocks: readonly Block[];
  /** The place of each block that nobody accounts for, and what to write instead. */
  readonly problems: readonly string[];
}

export function readPage(page: string, markdown: string): Page {
  const blocks: Block[] = [];
  const problems: string[] = [];
  for (const fence of fencesIn(markdown)) {
    if (isHeldByTest(page, fence.info)) continue;
    const form = fence.isClosed ? readForm(fence.info) : "it does not end";
    if (typeof form === "string") problems.push(`${page}:${fence.line}: ${form}`);
    else blocks.push({ ...fence, ...form, page });
  }
  return { page, blocks, problems };
}

/** @returns what to write instead, when it is none */
function readForm(info: string): Pick<Block, "language" | "way" | "file"> | string {
  const [language = "", ...rest] = info.split(/\s+/);
  const ways = languages[language];
  if (ways === undefined) return instead(info, spellings[language] ?? Object.keys(languages).join("`, `"));
  const word = rest.join(" ");
  const file = /^file=(?!.*\.\.)([\w.][\w./-]*)$/.exec(word)?.[1];
  if (file !== undefined && ways.includes("file")) return { language, way: "plain", file };
  const way = ways.find((one) => one === (word === "" ? "plain" : word));
  if (way !== undefined && way !== "file") return { language, way, file: undefined };
  const wanted = ways.map((one) => (one === "plain" ? language : `${language} ${one === "file" ? "file=NAME" : one}`));
  return instead(info, wanted.join("`, `"));
}

function instead(info: string, wanted: string): string {
  return `nobody runs a block of \`${info}\`: write \`${wanted}\``;
}

/** @throws Error when that test is gone, or no longer looks at the page */
function isHeldByTest(page: string, info: string): boolean {
  const holder = held.find((one) => one.page === page && one.infos.includes(info));
  if (holder === undefined) return false;
  const looks = existsSync(holder.test) && readFileSync(holder.test, "utf8").includes("README");
  if (!looks) throw new Error(`${page}: ${holder.test} no longer holds its blocks: change the table in page.ts`);
  return true;
}
