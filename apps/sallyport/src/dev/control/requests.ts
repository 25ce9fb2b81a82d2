import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { ReceivedRequest } from "../runtime/requests.ts";
import type { ControlContext } from "./control-context.ts";

export const filterInput = z.strictObject({
  route: z.string().optional(),
  clientId: z.string().optional(),
  status: z.int().optional(),
  after: z.int().min(0).optional().describe("Later than the request of this number"),
});

const defaultSeconds = 10;

export const waitInput = filterInput
  .extend({ seconds: z.int().min(1).max(60).default(defaultSeconds).describe("How long to wait at most") })
  .prefault({});

export const requestView = z.object({
  number: z.int().describe("Counts up from 1"),
  at: z.string().describe("By the clock of the server (RFC 3339)"),
  requestId: z.string(),
  method: z.string(),
  route: z.string().describe("The endpoint by name: `token`, `authorize`"),
  path: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).readonly().describe("Form, query or JSON; secrets are cut"),
  authorization: z.string().optional().describe("The scheme of the `Authorization` header"),
  userAgent: z.string().optional(),
  faults: z.array(z.string()).readonly().describe("Those that it met"),
  status: z.int(),
  clientId: z.string().optional(),
  flowId: z.string().optional(),
  error: z.string().optional().describe("OAuth's name of what was wrong"),
  reason: z.string().optional().describe("The same more exactly, as `explain` knows it"),
  errorId: z.string().optional().describe("For `sallyport explain`"),
  durationMs: z.int(),
});

export const requestsView = z.object({
  last: z.int().describe("The number of the last one, for `after`; 0 before the first"),
  requests: z.array(requestView).readonly().describe("Oldest first, at most 1,000"),
});

/** The first request that fits, after the one of the number `after`, or from now on. */
export async function waitForRequest(
  { requests, closing }: ControlContext,
  { seconds, ...filter }: z.infer<typeof waitInput>,
): Promise<ReceivedRequest> {
  const after = filter.after ?? requests.last();
  const found = await requests.wait({ ...filter, after }, { seconds, signal: closing });
  if (found !== undefined) return found;
  throw new TRPCError({ code: "TIMEOUT", message: `no such request came within ${seconds} seconds` });
}
