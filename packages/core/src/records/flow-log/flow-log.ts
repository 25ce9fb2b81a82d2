import type { Detail } from "../../errors.ts";
import type { EventSink } from "../events.ts";
import type { Random } from "../../random.ts";
import type { Facts, Incident, RowId, Store } from "../../ports/store.ts";
import { after, type Clock } from "../../time.ts";
import { createBudget } from "./budget.ts";
import { createErrorId } from "./error-id.ts";
import { createFirstUse } from "./first-use.ts";
import { createRing } from "./ring.ts";
import { scrub, scrubText } from "./scrub.ts";
import { stepOf, type TiedStep, type Ties, timelineOf } from "./timeline.ts";

/** A request that was answered well. */
export interface AnsweredRequest extends Ties {
  route: string;
  status: number;
}

/** A request that was refused, as the facade knows it. */
export interface RefusedRequest extends Ties {
  requestId: string;
  route: string;
  status: number;
  error: string;
  reason: string;
  detail: Detail;
}

/** Remembers the last steps of all flows in memory, and stores those of a flow when one of its requests is refused. */
export interface FlowLog {
  readonly events: EventSink;
  noteAnswer(request: AnsweredRequest): void;
  /** A token of the grant was used; counts the first time. */
  noteUse(grantId: RowId): void;
  /** Keeps a refused request for `explain`. Never throws or waits; storing goes on behind. @returns its error id */
  noteRefusal(request: RefusedRequest): string;
  /** One of the last refused requests, stored or not. */
  find(errorId: string): Incident | undefined;
}

const maxSteps = 5_000;
const maxRemembered = 1_000;
const maxStored = 10_000;
const keptSeconds = 7 * 24 * 60 * 60;

/** Answers that a healthy client gets too: they are not worth a row. */
const unremarkable: ReadonlySet<string> = new Set([
  "login_required",
  "consent_required",
  "no_token",
  "device_pending",
  "device_slow_down",
]);

export function createFlowLog(deps: {
  store: Pick<Store, "incidents">;
  clock: Clock;
  random: Random;
  /** Where the events go on to. */
  events: EventSink;
}): FlowLog {
  const { store, clock, random } = deps;
  const steps = createRing<TiedStep>(maxSteps);
  const remembered = new Map<string, { incident: Incident; ties: Ties }>();
  const firstUse = createFirstUse();
  const budget = createBudget();

  function keep(incident: Incident, ties: Ties): void {
    const [oldest] = remembered.size < maxRemembered ? [] : remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
    remembered.set(incident.id, { incident, ties });
    if (incident.status === 429 || unremarkable.has(incident.reason)) return;
    if (!budget.take(incident.at, ties.address)) return;
    const timeline = timelineOf(steps, ties, incident.at);
    // A store that cannot take it must not be noticed by the client; its own troubles are told elsewhere.
    void put({ ...incident, timeline }).catch(() => undefined);
  }

  async function put(incident: Incident): Promise<void> {
    await store.incidents.insert(incident, maxStored);
  }

  return {
    events: {
      emit(event, by) {
        steps.push(stepOf(event, clock.now()));
        if (event.type === "tokens.issued") firstUse.expect(event.grantId);
        deps.events.emit(event, by);
      },
    },
    noteAnswer({ route, status, ...ties }) {
      steps.push({ at: clock.now(), event: `request.${route}`, facts: () => ({ status: String(status) }), ties });
    },
    noteUse(grantId) {
      if (!firstUse.isFirst(grantId)) return;
      steps.push({ at: clock.now(), event: "token.first_used", facts: () => ({}), ties: { grantId } });
    },
    noteRefusal(request) {
      const id = createErrorId(random);
      const at = clock.now();
      const ties = tiesOf(request);
      const { route, status, error, reason } = request;
      const facts: Facts = { status: String(status), error, reason, error_id: id };
      steps.push({ at, event: `request.${route}`, facts: () => facts, ties });
      keep({ ...incidentOf(request, ties), id, at, expiresAt: after(at, keptSeconds), timeline: [] }, ties);
      return id;
    },
    find(errorId) {
      const { incident, ties } = remembered.get(errorId) ?? {};
      if (incident === undefined || ties === undefined) return undefined;
      return { ...incident, timeline: timelineOf(steps, ties, incident.at) };
    },
  };
}

/** What core found out counts more than what the request says of itself. */
function tiesOf({ detail, clientId, flowId, address }: RefusedRequest): Ties {
  const named = detail.clientId ?? clientId;
  return {
    clientId: named === undefined ? undefined : scrubText(named),
    flowId: detail.flowId ?? flowId,
    grantId: detail.grantId,
    address,
  };
}

function incidentOf(
  request: RefusedRequest,
  { clientId, flowId }: Ties,
): Omit<Incident, "id" | "at" | "expiresAt" | "timeline"> {
  const { requestId, route, status, error, reason, detail } = request;
  return {
    requestId,
    route,
    status,
    error,
    reason,
    ...(clientId === undefined ? {} : { clientId }),
    ...(flowId === undefined ? {} : { flowId }),
    received: scrub(detail.received ?? {}),
    registered: scrub(detail.registered ?? {}),
  };
}
