import type { RequestOrigin } from "../../ports/request-origin.ts";
import type { Actor, CoreEvent } from "../events.ts";
import { scrub, scrubText } from "../flow-log/scrub.ts";
import { textOf } from "../flow-log/timeline.ts";
import type { AuditEntry, Facts } from "../../ports/store.ts";
import type { EpochSeconds } from "../../time.ts";

/** Every event becomes a row, but for these. */
const unusual: Partial<Record<CoreEvent["type"], "never" | "bounded">> = {
  // Of interest while somebody looks for a fault, and in the log.
  "scope.dropped": "never",
  "client.logo_failed": "never",
  "client.document_failed": "never",
  // Some clients ask for one with each call, and get nothing by it that their registration does not give them.
  "client_token.issued": "never",
  // Strangers cause these as often as they like: they must not fill the disk.
  "client.authentication_failed": "bounded",
  "sign_in.failed": "bounded",
};

/**
 * `always`; `bounded`: as long as there are few; `never`. Renewing tokens grants nothing new, and happens more
 * often than everything else together: the grant itself says when it was last used.
 */
export function keepingOf(event: CoreEvent): "always" | "bounded" | "never" {
  if (event.type === "tokens.issued" && event.grantType === "refresh_token") return "never";
  return unusual[event.type] ?? "always";
}

/** What there is to know of one event. */
export interface Occurrence {
  event: CoreEvent;
  at: EpochSeconds;
  by: Actor | undefined;
  origin: RequestOrigin | undefined;
}

/** Members of events that have a column of their own, and what it is called. */
const columns = {
  userId: "userId",
  clientId: "clientId",
  uri: "resource",
  grantId: "grantId",
  reason: "reason",
  flowId: "flowId",
} as const;

/** Values of these types by what they are in a `CoreEvent`. */
type Columns = Pick<AuditEntry, (typeof columns)[keyof typeof columns]>;

export function entryOf({ event, at, by, origin }: Occurrence): AuditEntry {
  const named: Record<string, unknown> = {};
  const details: Record<string, Facts[string]> = {};
  for (const [name, value] of Object.entries<unknown>(event)) {
    if (name === "type" || value === undefined) continue;
    if (isColumn(name))
      named[columns[name]] = typeof value === "string" && isOfStrangers(event) ? scrubText(value) : value;
    else details[name] = textOf(value);
  }
  // Members of one name have one type in all events: that of their column.
  const found: Columns = named;
  return { at, type: event.type, ...actorOf(by), ...found, ...placeOf(origin), details: scrub(details) };
}

function isColumn(name: string): name is keyof typeof columns {
  return Object.hasOwn(columns, name);
}

function actorOf(by: Actor | undefined): Pick<AuditEntry, "actorKind" | "actorId"> {
  switch (by?.kind) {
    case undefined:
      return {};
    case "command_line":
      return { actorKind: by.kind };
    case "person":
      return { actorKind: by.kind, actorId: by.userId };
    case "api_key":
      return { actorKind: by.kind, actorId: by.keyId };
  }
}

function placeOf(origin: RequestOrigin | undefined): Pick<AuditEntry, "requestId" | "address"> {
  if (origin === undefined) return {};
  const { requestId, address } = origin;
  return address === undefined ? { requestId } : { requestId, address };
}

/** Whoever fails to be a client may have sent anything as its id, a secret too. */
function isOfStrangers({ type }: CoreEvent): boolean {
  return type === "client.authentication_failed";
}
