import { ManagementError } from "@sallyport/core";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { Failure } from "../../failure.ts";
import { clockInputs, controlClock } from "./clock.ts";
import { clearFaults, clearInput, describeFaults, setFault, setInput } from "./faults.ts";
import { describeIdentities, issueIdentity, issueInput } from "./identities.ts";
import { filterInput, waitForRequest, waitInput } from "./requests.ts";
import { seed, seedInput } from "./seed.ts";
import type { World } from "./world.ts";

/** Plain JSON, so that curl, Python and Go can call it as they are: no transformer. */
const trpc = initTRPC.context<World>().create({
  errorFormatter: ({ error, shape }) => ({
    message: describe(error),
    code: shape.code,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus },
  }),
  isDev: false,
});

const procedure = trpc.procedure.use(async ({ next }) => {
  const result = await next();
  const refusal = result.ok ? undefined : refusalOf(result.error.cause);
  if (refusal !== undefined) throw refusal;
  return result;
});

const nothing = z.strictObject({}).optional();

export const controlRouter = trpc.router({
  clock: trpc.router({
    get: procedure.input(nothing).query(({ ctx }) => ctx.clock.view()),
    advance: procedure.input(clockInputs.advance).mutation(({ ctx, input }) => controlClock.advance(ctx, input)),
    freeze: procedure.input(nothing).mutation(({ ctx }) => controlClock.freeze(ctx)),
    resume: procedure.input(nothing).mutation(({ ctx }) => controlClock.resume(ctx)),
    skew: procedure.input(clockInputs.skew).mutation(({ ctx, input }) => controlClock.skew(ctx, input)),
  }),
  faults: trpc.router({
    list: procedure.input(nothing).query(({ ctx }) => ({ known: describeFaults(), waiting: ctx.queue.list() })),
    set: procedure.input(setInput).mutation(({ ctx, input }) => setFault(ctx, input)),
    clear: procedure.input(clearInput).mutation(({ ctx, input }) => clearFaults(ctx, input)),
  }),
  identities: trpc.router({
    get: procedure.input(nothing).query(({ ctx }) => describeIdentities(ctx)),
    issue: procedure.input(issueInput).mutation(({ ctx, input }) => issueIdentity(ctx, input)),
  }),
  requests: trpc.router({
    list: procedure.input(filterInput.optional()).query(({ ctx, input }) => ({
      last: ctx.requests.last(),
      requests: ctx.requests.list(input),
    })),
    wait: procedure.input(waitInput.optional()).query(({ ctx, input }) => waitForRequest(ctx, input ?? {})),
  }),
  reset: procedure.input(nothing).mutation(({ ctx }) => ctx.reset()),
  seed: procedure.input(seedInput).mutation(({ ctx, input }) => seed(ctx, input)),
});

/** For those who call from inside. */
export const callControl = trpc.createCallerFactory(controlRouter);

/** What the caller can put right, in the words of whoever found it. */
function refusalOf(cause: unknown): TRPCError | undefined {
  if (cause instanceof Failure) return new TRPCError({ code: "PRECONDITION_FAILED", message: cause.message, cause });
  if (!(cause instanceof ManagementError)) return undefined;
  return new TRPCError({ code: statuses[cause.code], message: cause.message, cause });
}

const statuses = {
  not_found: "NOT_FOUND",
  already_exists: "CONFLICT",
  conflict: "CONFLICT",
  invalid_input: "BAD_REQUEST",
  forbidden: "FORBIDDEN",
  unauthenticated: "UNAUTHORIZED",
} as const;

/** For a developer at their own machine: what is wrong with which member. */
export function describe({ cause, message }: TRPCError): string {
  const [issue] = cause instanceof z.ZodError ? cause.issues : [];
  return issue === undefined ? message : `${issue.path.join(".") || "the input"}: ${issue.message}`;
}
