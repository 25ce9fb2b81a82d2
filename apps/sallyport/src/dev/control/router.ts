import { ManagementError, OAuthError } from "@sallyport/core";
import { initTRPC, TRPCError } from "@trpc/server";
import { z } from "zod";
import { Failure } from "../../terminal/failure.ts";
import { announcement } from "../announcement.ts";
import { clockInputs, clockView, controlClock } from "./clock.ts";
import {
  clearedView,
  clearFaults,
  clearInput,
  describeFaults,
  listView,
  setFault,
  setInput,
  setView,
} from "./faults.ts";
import { describeIdentities, identityInput, identityView, issuedIdentity, issueIdentity } from "./identities.ts";
import { filterInput, requestsView, requestView, waitForRequest, waitInput } from "./requests.ts";
import { seed, seededView, seedInput } from "./seed.ts";
import { sessionView, startInput, startSession } from "./sessions.ts";
import { issuedView, issueInput, issueTokens } from "./tokens.ts";
import type { ControlContext } from "./control-context.ts";

/** What the description of the API says of a procedure. */
export interface About {
  summary: string;
  input: z.ZodType;
  output: z.ZodType;
}

/** Plain JSON, so that curl, Python and Go can call it as they are: no transformer. */
const trpc = initTRPC
  .context<ControlContext>()
  .meta<About>()
  .create({
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

/** A procedure that says what it reads and answers, for the description of the API. */
function define<Input extends z.ZodType, Output extends z.ZodType>(summary: string, input: Input, output: Output) {
  return procedure.meta({ summary, input, output }).input(input).output(output);
}

export const controlRouter = trpc.router({
  server: define("What `sallyport dev --json` says", nothing, announcement).query(({ ctx }) => ctx.describe()),
  clock: trpc.router({
    get: define("The time of the server", nothing, clockView).query(({ ctx }) => ctx.clock.view()),
    advance: define("Moves the clock forward", clockInputs.advance, clockView).mutation(({ ctx, input }) =>
      controlClock.advance(ctx, input),
    ),
    freeze: define("Freezes the clock", nothing, clockView).mutation(({ ctx }) => controlClock.freeze(ctx)),
    resume: define("Resumes the clock", nothing, clockView).mutation(({ ctx }) => controlClock.resume(ctx)),
    skew: define("Sets a clock skew between the server and the demo", clockInputs.skew, clockView).mutation(
      ({ ctx, input }) => controlClock.skew(ctx, input),
    ),
  }),
  faults: trpc.router({
    list: define("The available and the pending faults", nothing, listView).query(({ ctx }) => ({
      known: describeFaults(),
      waiting: ctx.queue.list(),
    })),
    set: define("Sets a fault", setInput, setView).mutation(({ ctx, input }) => setFault(ctx, input)),
    clear: define("Clears one pending fault, or all", clearInput, clearedView).mutation(({ ctx, input }) =>
      clearFaults(ctx, input),
    ),
  }),
  identities: trpc.router({
    get: define("The identity provider of the dev server", nothing, identityView).query(({ ctx }) =>
      describeIdentities(ctx),
    ),
    issue: define("Issues a token of the identity provider", identityInput, issuedIdentity).mutation(({ ctx, input }) =>
      issueIdentity(ctx, input),
    ),
  }),
  requests: trpc.router({
    list: define("The requests received", filterInput.optional(), requestsView).query(({ ctx, input }) => ({
      last: ctx.requests.last(),
      requests: ctx.requests.list(input),
    })),
    wait: define("Waits for a matching request", waitInput, requestView).query(({ ctx, input }) =>
      waitForRequest(ctx, input),
    ),
  }),
  tokens: trpc.router({
    issue: define("Issues tokens through a whole flow", issueInput, issuedView).mutation(({ ctx, input }) =>
      issueTokens(ctx, input),
    ),
  }),
  sessions: trpc.router({
    start: define("Signs a user in", startInput, sessionView).mutation(({ ctx, input }) => startSession(ctx, input)),
  }),
  reset: define("Resets the server (in-memory data only)", nothing, announcement).mutation(({ ctx }) => ctx.reset()),
  seed: define("Creates users, resources and clients", seedInput, seededView).mutation(({ ctx, input }) =>
    seed(ctx, input),
  ),
});

/** For those who call from inside. */
export const callControl = trpc.createCallerFactory(controlRouter);

/** What the caller can put right, in the words of whoever found it. */
function refusalOf(cause: unknown): TRPCError | undefined {
  if (cause instanceof Failure) return new TRPCError({ code: "PRECONDITION_FAILED", message: cause.message, cause });
  if (cause instanceof OAuthError) {
    return new TRPCError({ code: "BAD_REQUEST", message: `${cause.error}: ${cause.message}`, cause });
  }
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
