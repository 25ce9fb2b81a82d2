import { addSeries, type Series, total } from "./series.ts";

/** Input of the overview; `traffic` is by the hour, and the last hour is incomplete. */
interface ServerState {
  status: {
    now: Date;
    counts: { resources: number };
    pendingRegistrations: number;
    nextKeyRotationAt?: Date | undefined;
    waitingAuditEvents: number;
  };
  traffic: { signIns: { failed: Series }; refusals: Readonly<Record<string, Series>> };
  /** Failed fetches of metadata documents, newest first. */
  failures: readonly { at: Date; clientId?: string | undefined; clientName?: string | undefined }[];
}

export interface Warning {
  about: "registrations" | "resources" | "keys" | "auditLog" | "refusals" | "signIns" | "documents";
  label: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Up to this number, audit events that are not stored yet are normal. */
const normalBacklog = 500;

/** Warnings for the operator, the most urgent first. */
export function warningsOf({ status, traffic, failures }: ServerState): readonly Warning[] {
  const { now, counts, pendingRegistrations: pending, nextKeyRotationAt, waitingAuditEvents: unwritten } = status;
  const isOverdue = nextKeyRotationAt !== undefined && now.getTime() - nextKeyRotationAt.getTime() > hourMs;
  const stale = failures.filter(({ at }) => now.getTime() - at.getTime() < dayMs);
  const all: readonly (readonly [Warning["about"], string | undefined])[] = [
    ["keys", isOverdue ? "Key rotation is overdue: a signing key was not rotated on time." : undefined],
    ["auditLog", unwritten > normalBacklog ? `${count(unwritten)} audit events are not yet stored.` : undefined],
    ["signIns", describeSpike("sign-ins failed", traffic.signIns.failed)],
    ["refusals", describeSpike("requests were refused", addSeries(Object.values(traffic.refusals)))],
    ["registrations", pending === 0 ? undefined : describePending(pending)],
    ["documents", stale.length === 0 ? undefined : describeStale(stale)],
    ["resources", counts.resources === 0 ? noResource : undefined],
  ];
  return all.flatMap(([about, label]) => (label === undefined ? [] : [{ about, label }]));
}

const noResource = "No resources yet. Until you register one, tokens are valid for the UserInfo endpoint only.";

function describePending(pending: number): string {
  return pending === 1 ? "1 client is waiting for approval." : `${count(pending)} clients are waiting for approval.`;
}

function describeStale(failures: ServerState["failures"]): string {
  const names = new Set(failures.map(({ clientName, clientId = "a client" }) => clientName ?? clientId));
  return `The metadata document could not be fetched for ${[...names].join(", ")}.`;
}

const recentSteps = 2;
/** Smaller numbers never count as a spike. */
const least = 20;
const factor = 3;

/** A warning if the last two hours had more than three times as many as usual. */
function describeSpike(what: string, series: Series): string | undefined {
  const recent = total(series.slice(-recentSteps));
  const before = series.slice(0, -recentSteps);
  const usual = before.length === 0 ? 0 : Math.round((total(before) / before.length) * recentSteps);
  if (recent < least || recent <= factor * usual) return undefined;
  return `${count(recent)} ${what} in the last two hours, compared with ${count(usual)} usually.`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
