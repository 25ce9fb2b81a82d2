import { addSeries, type Series, total } from "./series.ts";

/** What the overview knows of a server; `traffic` is by the hour, the last hour goes on. */
interface Known {
  status: {
    now: Date;
    counts: { resources: number };
    pendingRegistrations: number;
    nextKeyRotationAt?: Date | undefined;
    waitingAuditEvents: number;
  };
  traffic: { signIns: { failed: Series }; refusals: Readonly<Record<string, Series>> };
  /** Metadata documents that could not be fetched, the last first. */
  failures: readonly { at: Date; clientId?: string | undefined; clientName?: string | undefined }[];
}

export interface Concern {
  about: "registrations" | "resources" | "keys" | "trail" | "refusals" | "signIns" | "documents";
  words: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** More than these are written at once. */
const trailAtOnce = 500;

/** What somebody should look at, the most urgent first. */
export function concernsOf({ status, traffic, failures }: Known): readonly Concern[] {
  const { now, counts, pendingRegistrations: pending, nextKeyRotationAt, waitingAuditEvents: unwritten } = status;
  const isOverdue = nextKeyRotationAt !== undefined && now.getTime() - nextKeyRotationAt.getTime() > hourMs;
  const stale = failures.filter(({ at }) => now.getTime() - at.getTime() < dayMs);
  const all: readonly (readonly [Concern["about"], string | undefined])[] = [
    ["keys", isOverdue ? "A signing key should have been replaced and was not." : undefined],
    ["trail", unwritten > trailAtOnce ? `${count(unwritten)} events wait to be written down.` : undefined],
    ["signIns", describeSpike("sign-ins failed", traffic.signIns.failed)],
    ["refusals", describeSpike("requests were refused", addSeries(Object.values(traffic.refusals)))],
    ["registrations", pending === 0 ? undefined : describePending(pending)],
    ["documents", stale.length === 0 ? undefined : describeStale(stale)],
    ["resources", counts.resources === 0 ? noResource : undefined],
  ];
  return all.flatMap(([about, words]) => (words === undefined ? [] : [{ about, words }]));
}

const noResource = "No MCP server is registered yet: tokens are good for the user-info endpoint alone.";

function describePending(pending: number): string {
  return pending === 1 ? "A client waits for approval." : `${count(pending)} clients wait for approval.`;
}

function describeStale(failures: Known["failures"]): string {
  const names = new Set(failures.map(({ clientName, clientId = "a client" }) => clientName ?? clientId));
  return `The metadata document could not be fetched for ${[...names].join(", ")}.`;
}

const recentSteps = 2;
/** Fewer than these are nothing, however rare they are else. */
const least = 20;
const factor = 3;

/** Whether the last two hours had far more than two hours usually have. */
function describeSpike(what: string, series: Series): string | undefined {
  const recent = total(series.slice(-recentSteps));
  const before = series.slice(0, -recentSteps);
  const usual = before.length === 0 ? 0 : Math.round((total(before) / before.length) * recentSteps);
  if (recent < least || recent <= factor * usual) return undefined;
  return `${count(recent)} ${what} in the last two hours, where ${count(usual)} are usual.`;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
