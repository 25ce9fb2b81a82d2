import type { ClientProfile, Way } from "@sallyport/profiles";
import { isPublicUrl } from "./addresses.ts";
import { listOf } from "./answer.ts";
import { type CheckId, checks } from "./checks/all.ts";
import type { Finding } from "./check.ts";
import type { Evidence } from "./evidence.ts";

export interface Verdict {
  readonly client: string;
  readonly name: string;
  /** `elsewhere`: once the servers have public addresses; `by-hand`: with a client id that a person types in. */
  readonly answer: "yes" | "by-hand" | "elsewhere" | "no";
  /** Ids of the checks that stop it. */
  readonly checks: readonly CheckId[];
  readonly because: readonly string[];
}

export type Findings = ReadonlyMap<CheckId, Finding>;

/** What one client makes of the findings. Only what was seen to fail stops it. */
export function judgeProfile(profile: ClientProfile, findings: Findings, evidence: Evidence): Verdict {
  const way = chooseWay(profile, evidence);
  const relevant = new Set<CheckId>([...profile.requires.always, ...requirementsOf(profile, way)]);
  const stopping = checks.filter(({ id }) => relevant.has(id) && findings.get(id)?.kind === "failed");
  const of = { client: profile.id, name: profile.name };
  if (stopping.length > 0) {
    const because = stopping.map(({ id }) => foundOf(findings.get(id)));
    return { ...of, answer: "no", checks: stopping.map(({ id }) => id), because };
  }
  if (way === undefined && evidence.server.document !== undefined) {
    return { ...of, answer: "no", checks: [], because: ["it has no way to get a client ID"] };
  }
  const hidden = [evidence.mcpUrl, evidence.server.issuer].find((url) => !isPublicUrl(url));
  if (profile.isHosted && hidden !== undefined) {
    const because = [`it calls from the internet, and ${new URL(hidden).host} cannot be reached from there`];
    return { ...of, answer: "elsewhere", checks: [], because };
  }
  if (way === "by hand") {
    return { ...of, answer: "by-hand", checks: [], because: ["it cannot register: a client ID must be entered"] };
  }
  return { ...of, answer: "yes", checks: [], because: [] };
}

function foundOf(finding: Finding | undefined): string {
  return finding?.kind === "failed" ? finding.found : "";
}

function requirementsOf({ requires }: ClientProfile, way: Way | undefined): readonly CheckId[] {
  return way === undefined || way === "by hand" ? [] : requires[way];
}

function chooseWay(profile: ClientProfile, { server }: Evidence): Way | undefined {
  const { ways, documentNeedsNone, mayLackDocument = false } = profile;
  const { document } = server;
  const methods = listOf(document, "token_endpoint_auth_methods_supported");
  const isOpen: Record<Way, boolean> = {
    document:
      document?.["client_id_metadata_document_supported"] === true && (!documentNeedsNone || methods.includes("none")),
    registration: typeof document?.["registration_endpoint"] === "string",
    "by hand": true,
  };
  const first: readonly Way[] = mayLackDocument ? ["registration"] : [];
  return [...first, ...ways].find((way) => isOpen[way]);
}
