import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import { explain, type Explained } from "../../refusals/all.ts";
import { readErrorId } from "../../records/flow-log/error-id.ts";
import type { Incident } from "../../ports/store.ts";

/** A refused request, and what to do about it. */
export type ExplainedIncident = Incident & Explained;

export interface IncidentManagement {
  /** @throws ManagementError not_found */
  explain(errorId: string): Promise<ExplainedIncident>;
}

export function manageIncidents(context: ManagementContext): IncidentManagement {
  return { explain: (errorId) => explainIncident(context, errorId) };
}

/** Why a request was refused that got this error id. @throws ManagementError not_found */
async function explainIncident(context: ManagementContext, text: string): Promise<ExplainedIncident> {
  const incident = await findIncident(context, text);
  return { ...incident, ...explain(incident) };
}

/**
 * A refused request as it stands in the store or, where it was not worth a row or there were too many, in
 * the memory of this process.
 * @throws ManagementError not_found
 */
export async function findIncident(context: ManagementContext, text: string): Promise<Incident> {
  const id = readErrorId(text);
  if (id === undefined) throw new ManagementError("not_found", "an error id looks like err_7k2m9x4q", "errorId");
  const incident = (await context.store.incidents.get(id, context.clock.now())) ?? context.flowLog.find(id);
  if (incident !== undefined) return incident;
  throw new ManagementError("not_found", `no refused request has the id ${id}; they are kept for 7 days`, "errorId");
}
