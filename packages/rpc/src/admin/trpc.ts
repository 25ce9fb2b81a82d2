import {
  type Actor,
  type AdminRole,
  isAtLeast,
  type KeyHolder,
  type Provider,
  type SignedIn,
  type User,
} from "@sallyport/core";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { type ErrorContext, formatError } from "../transport/error-shape.ts";
import { RpcRefusal, toRpcError } from "../transport/errors.ts";
import type { ReplayCounts } from "../transport/replay-counts.ts";
import type { SubscriberLimit } from "../transport/subscriber-limit.ts";
import type { SignInMeter } from "../transport/sign-in-limits.ts";
import type { EffectiveSetting } from "../views/effective-setting.ts";

/** Who calls: an administrator, a program, an ordinary person with a session of the public pages, or nobody we know. */
export type Caller =
  | { kind: "person"; signedIn: SignedIn }
  | { kind: "api_key"; holder: KeyHolder }
  | { kind: "ordinary" }
  | { kind: "nobody" };

export interface AdminContext extends ErrorContext {
  provider: Provider;
  signIns: SignInMeter;
  replays: ReplayCounts;
  settings: readonly EffectiveSetting[];
  /** Of the program. */
  version: string;
  address: string | undefined;
  userAgent: string | undefined;
  /** The admin cookie as it came. */
  cookie: string | undefined;
  identify(): Promise<Caller>;
  /** The same at this moment, and no use of the session. */
  identifyAgain(): Promise<Caller>;
  /** For those who watch. */
  subscribers: SubscriberLimit;
  /** Aborts when the server is about to stop. */
  closing: AbortSignal;
  /** Sets the admin cookie; undefined removes it. */
  setCookie(value: string | undefined): void;
}

const trpc = initTRPC
  .context<AdminContext>()
  .create({ transformer: superjson, errorFormatter: formatError, isDev: false });

export const router = trpc.router;

/** Our names for members of core's input. */
const fieldNames = {
  name: "clientName",
  type: "clientType",
  description: "clientDescription",
  authMethod: "tokenEndpointAuthMethod",
};

const translated = trpc.procedure.use(async ({ ctx, next, path, type }) => {
  const result = await next();
  // Who changed something finds it in the audit trail. What cannot be stored now is stored later: the change is made.
  if (type === "mutation") await ctx.provider.manage.audit.flush().catch(() => undefined);
  if (result.ok) return result;
  const names = path.startsWith("clients.") ? fieldNames : {};
  throw toRpcError(result.error.cause, names) ?? result.error;
});

/** For everybody: only signing in is. */
export const openProcedure = translated;

/** What a caller brings along. */
interface Authority {
  role: User["role"];
  /** Who answers for the call: the caller, or the maker of the key. */
  person: User;
  /** The session of a caller who is a person. */
  signedIn: SignedIn | undefined;
  actor: Actor;
}

/** @throws RpcRefusal UNAUTHORIZED, FORBIDDEN */
export function authorityOf(caller: Caller): Authority {
  switch (caller.kind) {
    case "person": {
      const { signedIn } = caller;
      const { user } = signedIn;
      return { role: user.role, person: user, signedIn, actor: { kind: "person", userId: user.id } };
    }
    case "api_key": {
      const { key, role, maker } = caller.holder;
      return { role, person: maker, signedIn: undefined, actor: { kind: "api_key", keyId: key.id } };
    }
    case "ordinary":
      throw new RpcRefusal("FORBIDDEN", "this is for administrators");
    case "nobody":
      throw new RpcRefusal("UNAUTHORIZED", "sign in first, or show an API key that is neither expired nor revoked");
  }
}

/** For people, and for API keys, whose role is `least` or a higher one. */
export function procedureFor(least: AdminRole) {
  return translated.use(async ({ ctx, next }) => {
    const authority = admit(await ctx.identify(), least);
    /** For what lasts. @throws RpcRefusal once the caller may do it no more */
    const checkAgain = async (): Promise<void> => void admit(await ctx.identifyAgain(), least);
    return await next({ ctx: { ...authority, manage: ctx.provider.manageFor(authority.actor), checkAgain } });
  });
}

/** @throws RpcRefusal UNAUTHORIZED, FORBIDDEN */
function admit(caller: Caller, least: AdminRole): Authority {
  const authority = authorityOf(caller);
  if (isAtLeast(authority.role, least)) return authority;
  throw new RpcRefusal("FORBIDDEN", `this needs the role ${least}`);
}

/** As `procedureFor`, for what a program answers for: no session of a person will do. */
export function procedureForPrograms(least: AdminRole) {
  return procedureFor(least).use(async ({ ctx: { signedIn }, next }) => {
    if (signedIn !== undefined) throw new RpcRefusal("FORBIDDEN", "this is for programs with an API key");
    return await next();
  });
}

/** As `procedureFor`, for what only somebody can do who is there: no API key will do. */
export function procedureForPeople(least: AdminRole) {
  return procedureFor(least).use(async ({ ctx: { signedIn }, next }) => {
    if (signedIn === undefined)
      throw new RpcRefusal("FORBIDDEN", "this is for people who are signed in, not for API keys");
    return await next({ ctx: { signedIn } });
  });
}
