import { TRPCError } from "@trpc/server";
import { z } from "zod";
import type { ReceivedRequest } from "../requests.ts";
import type { World } from "./world.ts";

export const filterInput = z.strictObject({
  route: z.string().optional(),
  clientId: z.string().optional(),
  status: z.int().optional(),
  after: z.int().min(0).optional(),
});

export const waitInput = filterInput.extend({ seconds: z.int().min(1).max(60).optional() });

const defaultSeconds = 10;

/** The first request that fits, after the one of the number `after`, or from now on. */
export async function waitForRequest(
  { requests, closing }: World,
  { seconds = defaultSeconds, ...filter }: z.infer<typeof waitInput>,
): Promise<ReceivedRequest> {
  const after = filter.after ?? requests.last();
  const found = await requests.wait({ ...filter, after }, { seconds, signal: closing });
  if (found !== undefined) return found;
  throw new TRPCError({ code: "TIMEOUT", message: `no such request came within ${seconds} seconds` });
}
