import { existsSync, globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/setup.mjs";
import { pageOfReason, refusals } from "../../../packages/core/src/refusals/all.ts";
import { routes } from "../../../packages/http/src/server/routes.ts";
import { adminRouter } from "../../../packages/rpc/src/admin/all.ts";
import { commands } from "../../sallyport/src/commands/all.ts";
import { faults } from "../../sallyport/src/dev/faults/all.ts";
import { settingRows, variablesOf } from "../../sallyport/src/settings/table.ts";

const dist = join(root, "apps/docs/dist");
const pages = new Map(
  globSync("**/*.html", { cwd: dist }).map((file) => [`/${file}`, examine(readFileSync(join(dist, file), "utf8"))]),
);

/** What a page asks for, where it leads, and which places it has. */
function examine(html) {
  const found = { ids: new Set(), links: [], loads: [], text: "" };
  const visit = (node) => {
    const attributes = Object.fromEntries((node.attrs ?? []).map(({ name, value }) => [name, value]));
    if (attributes.id !== undefined) found.ids.add(attributes.id);
    if (node.tagName === "a" && attributes.href !== undefined) found.links.push(attributes.href);
    else found.loads.push(...[attributes.href, attributes.src].filter((value) => value !== undefined));
    if (node.nodeName === "#text") found.text += node.value;
    (node.childNodes ?? []).forEach(visit);
  };
  visit(parse(html));
  return found;
}

/** The page that is served there. */
function pageAt(path) {
  return pages.get(path.endsWith("/") ? `${path}index.html` : `${path}.html`);
}

describe("the built site", () => {
  it("leads nowhere that is not there, nor to a place that the page does not have", () => {
    const dead = [];
    for (const [file, { links }] of pages) {
      for (const link of links.filter((one) => !/^(https?|mailto):/.test(one))) {
        const { pathname, hash } = new URL(link, `http://site${file.replace(/(index)?\.html$/, "")}`);
        const target = pageAt(pathname);
        const anchor = decodeURIComponent(hash.slice(1));
        if (target === undefined || (anchor !== "" && !target.ids.has(anchor))) dead.push(`${file}: ${link}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it("loads nothing from elsewhere", () => {
    const loads = new Set([...pages.values()].flatMap((page) => page.loads));
    expect([...loads].filter((one) => !/^(\/(?!\/)|data:)/.test(one))).toEqual([]);
    const styles = globSync("**/*.{css,svg}", { cwd: dist }).map((file) => readFileSync(join(dist, file), "utf8"));
    expect(styles.flatMap((text) => text.match(/@import.{0,80}|url\((?!["']?(?:data:|#)).{0,80}/g) ?? [])).toEqual([]);
  });

  it("has the pictures that its pages show", () => {
    const pictures = new Set([...pages.values()].flatMap((page) => page.loads).filter((one) => one.endsWith(".png")));
    expect(pictures.size).toBeGreaterThan(0);
    expect([...pictures].filter((one) => !existsSync(join(dist, one)))).toEqual([]);
  });

  it("has a page for each reason of a refusal", () => {
    const missing = Object.keys(refusals).filter((reason) => pageAt(`/${pageOfReason(reason)}`) === undefined);
    expect(missing).toEqual([]);
  });

  it.each([
    ["settings", [...settingRows.keys()].flatMap(variablesOf)],
    ["commands", commands.map(({ path }) => `sallyport ${path.join(" ")}`)],
    ["dev-tools", faults.map(({ name }) => name)],
    ["endpoints", routes.map(({ path }) => path.split("/:")[0])],
    ["procedures", Object.keys(adminRouter._def.procedures)],
    ["events", ["consent.granted", "sign_in.failed", "audit.left_out"]],
  ])("names in its %s whatever the source has", (name, wanted) => {
    const { text } = pageAt(`/reference/${name}`);
    expect(wanted.filter((one) => !text.includes(one))).toEqual([]);
  });
});

/** Of headings, as GitHub makes them. */
function anchorsOf(markdown) {
  const headings = markdown.match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("the pages as GitHub shows them", () => {
  const sources = ["*.md", "docs/**/*.md", "packages/*/README.md"].flatMap((glob) => globSync(glob, { cwd: root }));

  it.each(sources)("%s leads to files and headings that are there", (source) => {
    const text = readFileSync(join(root, source), "utf8").replaceAll(/^ *```[^]*?^ *```$/gm, "");
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(([, link, tag]) => link ?? tag);
    const dead = targets.filter((target) => {
      if (/^[a-z]+:/.test(target)) return false;
      const [path, anchor] = target.split("#");
      const file = path === "" ? source : posix.join(posix.dirname(source), path);
      if (isGenerated(file)) return pageAt(`/${file.slice("docs/".length).replace(/\.md$/, "")}`) === undefined;
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(join(root, file), "utf8")).includes(anchor);
    });
    expect(dead).toEqual([]);
  });
});

/** Only the site has these. */
function isGenerated(file) {
  return /^docs\/(errors|reference)\//.test(file);
}
