import type { CoreEvent } from "../events.ts";
import type { ClientId, Facts, FlowStep, RowId } from "../../ports/store.ts";
import type { EpochSeconds } from "../../time.ts";
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

/** The value of a member of an event, for people. */
export function textOf(value: unknown): Facts[string] {
  return Array.isArray(value) ? value.map(String) : String(value);
}

const maxSteps = 50;
/** How far back a step is looked for that only the address ties. */
const nearbySeconds = 600;

/**
 * What happened in the flow of a request: the flow, the grant that it bought, what is known of the client,
 * the request itself, whose step has these very ties, and what the same address asked for shortly before
 * without belonging to another flow.
 */
export function timelineOf(steps: Ring<TiedStep>, of: Ties, now: EpochSeconds): readonly FlowStep[] {
  const { flows, grants } = kinOf(steps, of);
  const belongs = ({ at, event, ties }: TiedStep): boolean => {
    if (ties === of || flows.has(ties.flowId) || grants.has(ties.grantId)) return true;
    if (ties.flowId !== undefined || ties.grantId !== undefined) return false;
    if (event.startsWith("client.")) return isSame(ties.clientId, of.clientId);
    const isOfAnother = ties.clientId !== undefined && ties.clientId !== of.clientId;
    return isSame(ties.address, of.address) && at >= now - nearbySeconds && !isOfAnother;
  };
  return steps
    .filter(belongs)
    .slice(-maxSteps)
    .map(({ at, event, facts }) => ({ at, event, facts: facts() }));
}

/** The flow, the grant, and through what bought a grant the one from the other. */
function kinOf(steps: Ring<TiedStep>, { flowId, grantId }: Ties) {
  const flows = new Set<string | undefined>(flowId === undefined ? [] : [flowId]);
  const grants = new Set<RowId | undefined>(grantId === undefined ? [] : [grantId]);
  for (const { ties } of steps.filter(({ ties: own }) => own.flowId !== undefined && own.grantId !== undefined)) {
    if (flows.has(ties.flowId)) grants.add(ties.grantId);
    if (grants.has(ties.grantId)) flows.add(ties.flowId);
  }
  return { flows, grants };
}

function isSame(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left === right;
}
