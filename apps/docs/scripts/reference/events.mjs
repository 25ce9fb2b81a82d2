import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { root } from "../../../../scripts/setup.mjs";
import { keepingOf } from "../../../../packages/core/src/records/audit/entry.ts";
import { code, codes, page, table } from "./markdown.mjs";

const file = "packages/core/src/records/events.ts";
const keeping = { always: "yes", bounded: "the first few a minute", never: "no" };

/** Every event: the union in the source is the list. */
export function eventsPage() {
  const rows = readEvents().map(({ type, members }) => [
    code(type),
    codes(members),
    type === "tokens.issued" ? "but for renewals" : keeping[keepingOf({ type })],
  ]);
  return page(
    "Events",
    "What happens is told by events, none of which holds a secret. They go to the log and to the console, and most of " +
      "them become rows of the audit trail: `sallyport audit list`, `audit tail`, `audit export`. A row has beside " +
      "these members a sequence, a time, who did it, the request and the address that it came from.",
    table(["event", "members", "in the audit trail"], rows),
    "Where strangers cause more than fits, a row `audit.left_out` says how many were left out.",
  );
}

function readEvents() {
  const source = readFileSync(join(root, file), "utf8");
  const events = [];
  const add = ({ members }) => {
    const named = members.map(({ key, typeAnnotation }) => [key.name, typeAnnotation.typeAnnotation.literal?.value]);
    const { type, ...rest } = Object.fromEntries(named);
    events.push({ type, members: Object.keys(rest) });
  };
  const visitor = new Visitor({
    TSTypeAliasDeclaration({ id, typeAnnotation }) {
      if (id.name === "CoreEvent") typeAnnotation.types.forEach(add);
    },
  });
  visitor.visit(parseSync(file, source).program);
  if (events.length === 0) throw new Error(`${file} has no union CoreEvent`);
  return events;
}
