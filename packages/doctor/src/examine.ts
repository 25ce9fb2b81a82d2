import { clientProfiles } from "@sallyport/profiles";
import { asObject, textOf } from "./answer.ts";
import { createCaller, type Fetch } from "./caller.ts";
import type { Finding, GroupName } from "./check.ts";
import { type CheckId, checks } from "./checks/all.ts";
import type { Evidence } from "./evidence.ts";
import { gatherEvidence } from "./gather/all.ts";
import type { DoctorOptions } from "./gather/options.ts";
import { deleteClient } from "./gather/registration.ts";
import { navigate } from "./navigate.ts";
import { type Findings, judgeProfile, type Verdict } from "./verdict.ts";

export interface CheckReport {
  readonly id: CheckId;
  readonly group: GroupName;
  readonly claim: string;
  readonly finding: Finding;
}

export interface Report {
  readonly mcpUrl: string;
  readonly issuer: string;
  readonly checks: readonly CheckReport[];
  readonly clients: readonly Verdict[];
  /** The client that was registered for the examination. */
  readonly registered: { readonly clientId: string; readonly isDeleted: boolean } | undefined;
  /** Nothing failed; wishes may be left. */
  readonly isHealthy: boolean;
}

export type Examination =
  | { readonly kind: "examined"; readonly report: Report }
  | { readonly kind: "unreachable"; readonly why: string };

/** What the examination is made with; the usual ones by default. */
export interface Instruments {
  readonly fetch?: Fetch | undefined;
  /** Told before each request. */
  readonly onCall?: ((method: string, url: string) => void) | undefined;
}

/** Examines an MCP server and its authorization server from outside; registers at most one client. */
export async function examine(options: DoctorOptions, instruments: Instruments = {}): Promise<Examination> {
  const { fetch: reach = fetch, onCall } = instruments;
  const caller = createCaller({ fetch: reach, navigate, timeoutMs: options.timeoutMs, onCall });
  const evidence = await gatherEvidence(caller, options);
  if (!evidence.isDone) return { kind: "unreachable", why: evidence.because };
  const isDeleted = await deleteClient(caller, evidence.value.registration);
  return { kind: "examined", report: judge(evidence.value, isDeleted) };
}

function judge(evidence: Evidence, isDeleted: boolean): Report {
  const reports = checks.map((check): CheckReport => {
    const { id, group, claim } = check;
    return { id, group, claim, finding: check.judge(evidence) };
  });
  const findings: Findings = new Map(reports.map(({ id, finding }) => [id, finding]));
  const clientId = registeredId(evidence);
  return {
    mcpUrl: evidence.mcpUrl,
    issuer: evidence.server.issuer,
    checks: reports,
    clients: clientProfiles.map((profile) => judgeProfile(profile, findings, evidence)),
    registered: clientId === undefined ? undefined : { clientId, isDeleted },
    isHealthy: reports.every(({ finding }) => finding.kind !== "failed"),
  };
}

function registeredId({ registration }: Evidence): string | undefined {
  return registration.isDone ? textOf(asObject(registration.value.accepted?.answer.json), "client_id") : undefined;
}
