import { globSync, readFileSync } from "node:fs";
import { parseSync, visitorKeys } from "oxc-parser";
import { expect, it } from "vitest";
import { explanationOf, pageOfReason, refusals } from "../packages/core/src/refusals/all.ts";
import { root } from "./setup.mjs";

const files = globSync(["packages/core/src/**/*.ts", "packages/http/src/**/*.ts"], { cwd: root }).filter(
  (file) => !file.endsWith(".test.ts"),
);

/** Every node below `node`, with the nodes that it stands in, innermost first. */
function* walk(node, around = []) {
  yield [node, around];
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [node[key]].flat()) if (child) yield* walk(child, [node, ...around]);
  }
}

const isFunction = ({ type }) => /Function/.test(type);
const nameOf = (fn, [parent] = []) => fn.id?.name ?? parent?.id?.name ?? parent?.key?.name;

/** The reasons with which the file refuses requests; of a template what stands before its first hole, and `*`. */
function reasonsOf(file) {
  const nodes = [...walk(parseSync(file, readFileSync(`${root}/${file}`, "utf8")).program)];
  const found = new Set();

  function resolve(value, around) {
    if (value.type === "Literal") found.add(value.value);
    if (value.type === "TemplateLiteral") found.add(`${value.quasis[0].value.cooked}*`);
    if (value.type === "ConditionalExpression")
      for (const one of [value.consequent, value.alternate]) resolve(one, around);
    if (value.type === "LogicalExpression") for (const one of [value.left, value.right]) resolve(one, around);
    if (value.type === "Identifier") resolveName(value.name, around);
  }

  /** A parameter is what the calls of its function pass; a constant is what it was set to. */
  function resolveName(name, around) {
    for (const [index, fn] of around.entries()) {
      if (!isFunction(fn)) continue;
      const position = fn.params.findIndex((param) => (param.left ?? param).name === name);
      if (position !== -1) return resolveCalls(nameOf(fn, around.slice(index + 1)), position);
      const constant = nodes.find(
        ([node, above]) => node.type === "VariableDeclarator" && node.id.name === name && above.includes(fn),
      );
      if (constant) return resolve(constant[0].init, constant[1]);
    }
  }

  function resolveCalls(name, position) {
    for (const [node, around] of nodes) {
      if (node.type !== "CallExpression" || node.callee.name !== name || !node.arguments[position]) continue;
      resolve(node.arguments[position], around);
    }
  }

  for (const [node, around] of nodes) {
    if (node.type === "NewExpression" && ["InteractionError", "HttpRefusal"].includes(node.callee.name)) {
      resolve(node.arguments[0], around);
    } else if (node.type === "NewExpression" && node.callee.name?.endsWith("Error")) {
      const members = node.arguments.flatMap(({ properties = [] }) => properties);
      const reason = members.find(({ key }) => key?.name === "reason");
      if (reason) resolve(reason.value, [node, ...around]);
    } else if (node.type === "ReturnStatement" && node.argument) {
      const fn = around.findIndex(isFunction);
      if (nameOf(around[fn], around.slice(fn + 1))?.startsWith("why")) resolve(node.argument, around);
    } else if (node.type === "CallExpression" && node.callee.name === "refuse" && node.arguments.length > 0) {
      resolve(node.arguments[0], around);
    } else if (node.type === "CallExpression" && /client-assertion/.test(file) && node.callee.name === "refused") {
      resolve(node.arguments[0], around);
    }
  }
  return found;
}

const reasons = [...new Set(files.flatMap((file) => [...reasonsOf(file)]))].filter((reason) =>
  /^[a-z][a-z_]*\*?$/.test(reason),
);

it("finds the reasons in the source", () => {
  expect(reasons.length).toBeGreaterThan(90);
  expect(reasons).toEqual(
    expect.arrayContaining([
      "redirect_uri_mismatch",
      "wrong_code_verifier",
      "refresh_token_reused",
      "code_expired",
      "other_method",
      "wrong_secret",
      "replayed_assertion",
      "assertion_expiry",
      "document_client_id",
      "document_*",
      "limit_*",
      "foreign_host",
      "csrf",
    ]),
  );
});

it("explains every reason", () => {
  const all = [...reasons, "disabled_client", "pending_client"];
  expect(all.filter((reason) => explanationOf(reason) === undefined)).toEqual([]);
});

it("has a page for each, those of a family share one", () => {
  const pages = ["denied", "document_*", "limit_token", "nonsense"].map(pageOfReason);
  expect(pages).toEqual(["errors/denied", "errors/document_any", "errors/limit_any", undefined]);
});

it("makes every OAuth error from its row", () => {
  const classes = readFileSync(`${root}/packages/core/src/errors.ts`, "utf8").matchAll(
    /class (\w+) extends OAuthError/g,
  );
  const made = new RegExp(`new (${[...classes].map(([, name]) => name).join("|")})\\(`);
  expect(files.filter((file) => made.test(readFileSync(`${root}/${file}`, "utf8")))).toEqual([]);
});

it("keeps descriptions to the characters of RFC 6749 section 5.2", () => {
  const texts = Object.values(refusals).flatMap(({ description }) =>
    typeof description === "string" ? description : [],
  );
  expect(texts.length).toBeGreaterThan(90);
  expect(texts.filter((text) => !/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(text))).toEqual([]);
});

it("explains nothing that cannot happen", () => {
  const failures = readFileSync(`${root}/packages/outbound/src/failure.ts`, "utf8");
  const isFetchFailure = (name) => failures.includes(name.replace(/^document_/, "").replace(/\*$/, ""));
  const fault = readFileSync(`${root}/apps/sallyport/src/dev/faults/fault.ts`, "utf8");
  const happens = (name) =>
    reasons.includes(name) ||
    fault.includes(`faultReason = "${name}"`) ||
    /^(disabled|pending)_client$/.test(name) ||
    (name.startsWith("document_") && isFetchFailure(name));
  expect(Object.keys(refusals).filter((name) => !happens(name))).toEqual([]);
});
