import type { CoreEvent } from "../events.ts";
import type { ClientId, Facts, FlightStep, RowId } from "../stores/port.ts";
import type { EpochSeconds } from "../time.ts";
import type { Ring } from "./ring.ts";
import { scrub } from "./scrub.ts";

/** By what a step, or a refused request, belongs to others. */
export interface Ties {
  clientId?: ClientId | undefined;
  flowId?: string | undefined;
  grantId?: RowId | undefined;
  address?: string | undefined;
}

/** A step that is put into words only when somebody asks: nearly none ever is. */
export interface TiedStep {
  at: EpochSeconds;
  event: string;
  facts: () => Facts;
  ties: Ties;
}

export function stepOf(event: CoreEvent, at: EpochSeconds): TiedStep {
  const ties: Ties = {
    clientId: "clientId" in event ? event.clientId : undefined,
    flowId: "flowId" in event ? event.flowId : undefined,
    grantId: "grantId" in event ? event.grantId : undefined,
  };
  return { at, event: event.type, facts: () => factsOf(event), ties };
}

const tieNames: readonly string[] = ["type", "clientId", "flowId", "grantId"];

function factsOf(event: CoreEvent): Facts {
  const said = Object.entries(event).filter(([name, value]) => !tieNames.includes(name) && value !== undefined);
  return scrub(Object.fromEntries(said.map(([name, value]) => [name, textOf(value)])));
}

function textOf(value: unknown): Facts[string] {
  return Array.isArray(value) ? value.map(String) : String(value);
}

const maxSteps = 50;
/** How far back a step is looked for that only the address ties. */
const nearbySeconds = 600;

/**
 * What happened in the flow of a request: the flow itself, the grant that it bought, what is known of the
 * client, and what the same address looked up shortly before without saying who it is.
 */
export function timelineOf(steps: Ring<TiedStep>, ties: Ties, now: EpochSeconds): readonly FlightStep[] {
  const flows = new Set([ties.flowId]);
  const grants = new Set([ties.grantId]);
  for (const step of steps.filter(({ ties: { flowId, grantId } }) => flowId !== undefined && grantId !== undefined)) {
    if (flows.has(step.ties.flowId)) grants.add(step.ties.grantId);
    if (grants.has(step.ties.grantId)) flows.add(step.ties.flowId);
  }
  flows.delete(undefined);
  grants.delete(undefined);
  const belongs = ({ at, event, ties: own }: TiedStep): boolean => {
    if (flows.has(own.flowId) || grants.has(own.grantId)) return true;
    if (own.flowId !== undefined || own.grantId !== undefined) return false;
    if (event.startsWith("client.")) return own.clientId !== undefined && own.clientId === ties.clientId;
    const isNearby = own.address !== undefined && own.address === ties.address && at >= now - nearbySeconds;
    return isNearby && (own.clientId === undefined || own.clientId === ties.clientId);
  };
  return steps
    .filter(belongs)
    .slice(-maxSteps)
    .map(({ at, event, facts }) => ({ at, event, facts: facts() }));
}
