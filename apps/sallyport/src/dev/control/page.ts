import { randomBytes, timingSafeEqual } from "node:crypto";
import { pageAnswer } from "@sallyport/http";
import { TRPCError } from "@trpc/server";
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { z } from "zod";
import { pageContent } from "./page-content.ts";
import { callControl, describe } from "./router.ts";
import { seedInput } from "./seed.ts";
import type { ControlContext } from "./control-context.ts";

type Caller = ReturnType<typeof callControl>;
type Fields = Readonly<Record<string, string>>;

/** What the buttons of the page do. */
const actions: Readonly<Record<string, (caller: Caller, fields: Fields) => Promise<string>>> = {
  async advance({ clock }, { seconds }) {
    return `The clock is at ${(await clock.advance({ seconds: Number(seconds) })).time}.`;
  },
  async skew({ clock }, { seconds }) {
    return `The clock of the server is at ${(await clock.skew({ seconds: Number(seconds) })).time}.`;
  },
  async freeze({ clock }) {
    return `The clock is frozen at ${(await clock.freeze()).time}.`;
  },
  async resume({ clock }) {
    return `The clock runs again from ${(await clock.resume()).time}.`;
  },
  async set({ faults }, fields) {
    const { fault = "" } = fields;
    const outcome = await faults.set({ fault, ...readWish(fields) });
    return "done" in outcome ? `Done: ${outcome.done}.` : `${fault} is pending.`;
  },
  async clear({ faults }) {
    return `Faults cleared: ${(await faults.clear()).cleared}.`;
  },
  async seed({ seed }, { data = "" }) {
    const { users, resources, clients } = await seed(readSeed(data));
    return `Created ${users.length} users, ${resources.length} resources and ${clients.length} clients.`;
  },
  async reset({ reset }) {
    await reset();
    return "The server was reset.";
  },
};

function readSeed(text: string): z.infer<typeof seedInput> {
  const parsed = z.string().transform(toJson).pipe(seedInput).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new TRPCError({ code: "BAD_REQUEST", cause: parsed.error });
}

function toJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue("must be valid JSON");
    return z.NEVER;
  }
}

/** Fields that are left empty are left out. */
function readWish({ next = "", seconds = "", status = "", ...texts }: Fields) {
  const numbers = Object.entries({ seconds, status }).filter(([, text]) => text !== "");
  const words = ["route", "clientId", "grantType", "issuer"].map((name) => [name, texts[name] ?? ""] as const);
  return {
    ...Object.fromEntries(numbers.map(([name, text]) => [name, Number(text)])),
    ...Object.fromEntries(words.filter(([, text]) => text !== "")),
    ...(next === "" ? {} : { next: next === "all" ? (next as "all") : Number(next) }),
  };
}

const fieldsSchema = z.record(z.string(), z.string());

/** The control API for people: forms alone, no script. */
export function createPage(control: ControlContext, origins: readonly string[]): Router {
  const csrf = randomBytes(24).toString("base64url");
  const caller = callControl(control);
  const router = express.Router();
  const show = async (response: Response, status: number, outcome?: string): Promise<void> => {
    const isBad = status >= 400;
    const content = pageContent({ control, csrf, outcome, isBad });
    const answer = await pageAnswer(status, { title: "Development", content, isWide: true }, {});
    // Browsers name the origin of a form only to pages that let them.
    response.status(status).set({ ...answer.headers, "Referrer-Policy": "same-origin" } as Record<string, string>);
    response.send(answer.body);
  };
  router.get("/", async (_request, response) => await show(response, 200));
  router.post("/", express.urlencoded({ extended: false, limit: "16kb" }), refuseForeign(csrf, origins));
  router.post("/", async (request, response) => {
    const { action = "", ...fields } = fieldsSchema.parse(request.body);
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (act === undefined) return await show(response, 400, "Unknown action.");
    try {
      await show(response, 200, await act(caller, fields));
    } catch (error) {
      if (!(error instanceof TRPCError) || error.code === "INTERNAL_SERVER_ERROR") throw error;
      await show(response, 400, describe(error));
    }
  });
  return router;
}

/** A form counts when it comes from our own page: by its origin, and by what only that page knows. */
function refuseForeign(csrf: string, origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const { origin, "sec-fetch-site": site = "same-origin" } = request.headers;
    const isOurs = (origin === undefined || origins.includes(origin)) && site === "same-origin";
    if (isOurs && isSame(csrf, tokenOf(request))) next();
    else response.status(403).json({ error: "forbidden" });
  };
}

function tokenOf({ body }: Request): string {
  const fields = fieldsSchema.safeParse(body);
  return fields.data?.["csrf"] ?? "";
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
