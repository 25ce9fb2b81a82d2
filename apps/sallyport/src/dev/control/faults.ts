import { ManagementError } from "@sallyport/core";
import { routeNames } from "@sallyport/http";
import { z } from "zod";
import { faults } from "../faults/all.ts";
import type { Fault, FaultOptions, InstantFault, WaitingFault } from "../faults/fault.ts";
import type { Match, Waiting } from "../faults/queue.ts";
import type { ControlContext } from "./control-context.ts";

const name = z.string().min(1).max(2_048);

export const setInput = z.strictObject({
  fault: z.string().describe("A name that `faults.list` knows"),
  next: z
    .union([z.int().min(1).max(10_000), z.literal("all")])
    .optional()
    .describe("How many requests it spoils; default: 1"),
  route: name.optional().describe("For requests there alone; default: where the fault shows"),
  clientId: name.optional().describe("For this client alone"),
  grantType: name.optional().describe("For this grant type alone, at the token endpoint"),
  seconds: z.int().min(0).max(600).optional(),
  status: z.int().min(500).max(599).optional(),
  issuer: name.optional(),
});

const optionsView = z.object({
  seconds: z.int().optional(),
  status: z.int().optional(),
  issuer: z.string().optional(),
});

const waitingView = z.object({
  id: z.int(),
  fault: z.string(),
  left: z.union([z.int(), z.literal("all")]).describe("How many requests it will still spoil"),
  options: optionsView,
  route: name.optional(),
  clientId: name.optional(),
  grantType: name.optional(),
});

const faultView = z.object({
  name: z.string(),
  kind: z.enum(["waiting", "instant"]).describe("`waiting` is for requests to come, `instant` happens at once"),
  summary: z.string(),
  options: z.array(optionsView.keyof()).readonly().describe("Those that it heeds"),
  routes: z.array(z.string()).readonly().describe("Where it shows when no route is named"),
});

export const listView = z.object({ known: z.array(faultView).readonly(), waiting: z.array(waitingView).readonly() });
export const setView = z.union([z.object({ done: z.string() }), z.object({ waiting: waitingView })]);
export const clearedView = z.object({ cleared: z.int() });

type Wish = z.infer<typeof setInput>;

export const clearInput = z.strictObject({ id: z.int().optional() }).optional();

export function describeFaults(): z.infer<typeof faultView>[] {
  return faults.map((fault) => {
    const { kind, options, summary } = fault;
    return { name: fault.name, kind, summary, options, routes: fault.kind === "waiting" ? fault.routes : [] };
  });
}

/** @returns what was done, or what waits now */
export async function setFault(control: ControlContext, wish: Wish): Promise<z.infer<typeof setView>> {
  const fault = faults.find((one) => one.name === wish.fault);
  if (fault === undefined) throw invalid("fault", `known: ${faults.map((one) => one.name).join(", ")}`);
  const { next, route, clientId, grantType, seconds, status, issuer } = wish;
  const options = checkOptions(fault, { seconds, status, issuer });
  const match = { route, clientId, grantType };
  if (fault.kind === "instant") return { done: await act(control, fault, { ...match, next }) };
  checkMatch(fault, match);
  return { waiting: control.queue.add(fault, { ...match, left: next ?? 1, options }) };
}

export function clearFaults({ queue }: ControlContext, input: z.infer<typeof clearInput>): { cleared: number } {
  const cleared = queue.clear(input?.id);
  if (input?.id !== undefined && cleared === 0) throw new ManagementError("not_found", "no such fault waits");
  return { cleared };
}

async function act(
  control: ControlContext,
  fault: InstantFault,
  { next, route, grantType, clientId }: Match & { next: Waiting["left"] | undefined },
): Promise<string> {
  const [unfit] = Object.entries({ next, route, grantType }).filter(([, value]) => value !== undefined);
  if (unfit !== undefined) throw invalid(unfit[0], `${fault.name} happens at once and waits for no request`);
  if (clientId !== undefined && !fault.isForOneClient) throw invalid("clientId", `${fault.name} is for everybody`);
  const { clock } = control;
  const surroundings = { provider: control.provider(), clock, longestTokenSeconds: control.longestTokenSeconds() };
  return await fault.act(surroundings, clientId);
}

function checkOptions(fault: Fault, options: FaultOptions): FaultOptions {
  const given = (["seconds", "status", "issuer"] as const).filter((option) => options[option] !== undefined);
  const unfit = given.find((option) => !fault.options.includes(option));
  if (unfit !== undefined) throw invalid(unfit, `${fault.name} does not heed it`);
  return Object.fromEntries(given.map((option) => [option, options[option]]));
}

function checkMatch(fault: WaitingFault, { route, grantType }: Match): void {
  const possible = fault.isForAll ? routeNames : fault.routes;
  if (route !== undefined && !possible.includes(route)) {
    throw invalid("route", `${fault.name} can be at ${possible.join(", ")}`);
  }
  const isAtToken = route === undefined ? fault.routes.includes("token") : route === "token";
  if (grantType !== undefined && !isAtToken) throw invalid("grantType", "only the token route has grant types");
}

function invalid(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", `${field}: ${message}`, field);
}
