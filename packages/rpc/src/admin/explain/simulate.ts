import { z } from "zod";
import { procedureFor } from "../trpc.ts";
import { facts } from "./facts.ts";

const text = z.string().max(16_384);
const input = z.discriminatedUnion("kind", [
  /** The whole address, or its query alone with the question mark. */
  z.strictObject({ kind: z.literal("authorize"), url: text.min(1) }),
  /** Without credentials of the client; several values repeat the name. */
  z.strictObject({
    kind: z.literal("token"),
    parameters: z.record(z.string().max(100), z.union([text, z.array(text).max(20)])),
  }),
]);

const names = z.array(z.string()).readonly();
const refusal = z.strictObject({
  error: z.string(),
  reason: z.string(),
  rule: z.string(),
  meaning: z.string(),
  fix: z.string(),
  /** Of the documentation, as `sallyport docs` shows it: `errors/denied`. */
  page: z.string().optional(),
  received: facts,
  registered: facts,
});

const output = z.strictObject({
  outcome: z.discriminatedUnion("kind", [
    /** The person would be asked, after signing in. */
    z.strictObject({ kind: z.literal("page"), redirectUri: z.string(), scopes: names, resources: names }),
    z.strictObject({
      kind: z.literal("tokens"),
      scopes: names,
      expiresInSeconds: z.number(),
      hasRefreshToken: z.boolean(),
    }),
    /** Told to the client, at the token endpoint or by redirect. */
    z.strictObject({ kind: z.enum(["refused", "redirect"]), refusal }),
    /** Told to the person, with a link back to the client or with none. */
    z.strictObject({ kind: z.enum(["page_with_link", "refused_on_page"]), refusal }),
    z.strictObject({ kind: z.literal("undecided"), why: z.string() }),
  ]),
  /** Asked for, and left out silently. */
  droppedScopes: names,
  /** What was not looked at, or differs from a real request. */
  notes: names,
});

/** What a request would get. A mutation only because addresses are written down and bodies are not: it changes nothing. */
export const simulateRequest = procedureFor("viewer")
  .input(input)
  .output(output)
  .mutation(async ({ ctx, input: wanted }) =>
    wanted.kind === "authorize"
      ? await ctx.manage.simulations.authorize(wanted.url)
      : await ctx.manage.simulations.token(wanted.parameters),
  );
