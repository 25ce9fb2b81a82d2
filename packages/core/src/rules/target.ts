import type { Resource } from "../ports/store.ts";
import { canonicalResource } from "./resource-uri.ts";

export type TargetVerdict = { ok: true; resources: readonly string[] } | { ok: false };

export interface TargetQuestion {
  /** The `resource` parameters as sent. */
  requested: readonly string[];
  registered: readonly Resource[];
  /** The client's own default, when it has one. */
  defaultResource: string | undefined;
}

const maxResources = 10;

/**
 * The registered spellings of the resources that a request means (RFC 8707 section 2). None named: the
 * client's default, else the only one there is; with several there is no answer, with none an empty list.
 */
export function resolveTarget(question: TargetQuestion): TargetVerdict {
  const { requested, registered, defaultResource } = question;
  if (requested.length > maxResources) return { ok: false };
  if (requested.length > 0) return pick(requested, registered);
  if (defaultResource !== undefined) return pick([defaultResource], registered);
  const [only, ...others] = registered;
  if (only === undefined) return { ok: true, resources: [] };
  return others.length === 0 ? { ok: true, resources: [only.uri] } : { ok: false };
}

/**
 * The resources a token request picks from those of the grant (RFC 8707 section 2.2): all of them when
 * it names none.
 */
export function narrowTarget(requested: readonly string[], granted: readonly string[]): TargetVerdict {
  if (requested.length === 0) return { ok: true, resources: granted };
  return pick(
    requested,
    granted.map((uri) => ({ uri, canonical: canonicalResource(uri) })),
  );
}

/** The spelling on our side of each requested resource; all must be found. */
function pick(requested: readonly string[], known: readonly Known[]): TargetVerdict {
  const found = requested.map((uri) => {
    const canonical = canonicalResource(uri);
    return canonical === undefined ? undefined : findOne(canonical, known);
  });
  const resources = found.filter((uri) => uri !== undefined);
  return resources.length === found.length ? { ok: true, resources: [...new Set(resources)] } : { ok: false };
}

interface Known {
  uri: string;
  canonical: string | undefined;
}

/**
 * The resource itself or, because some clients send only the origin of their MCP server, the single one
 * that stands below that origin.
 */
function findOne(canonical: string, known: readonly Known[]): string | undefined {
  const same = known.find((one) => one.canonical === canonical);
  if (same !== undefined) return same.uri;
  const [only, ...others] = known.filter((one) => one.canonical?.startsWith(`${canonical}/`));
  const isOrigin = new URL(canonical).origin === canonical;
  return isOrigin && others.length === 0 ? only?.uri : undefined;
}
