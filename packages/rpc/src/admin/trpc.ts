import type { Provider, Role, SignedIn } from "@sallyport/core";
import { initTRPC } from "@trpc/server";
import superjson from "superjson";
import { type ErrorContext, formatError } from "../error-shape.ts";
import { RpcRefusal, toRpcError } from "../errors.ts";
import type { ReplayCounts } from "../replay-counts.ts";
import type { SignInMeter } from "../sign-in-limits.ts";

/** Who calls: an administrator, an ordinary person with a session of the public pages, or nobody we know. */
export type Caller = { kind: "admin"; signedIn: SignedIn } | { kind: "ordinary" } | { kind: "nobody" };

export interface AdminContext extends ErrorContext {
  provider: Provider;
  signIns: SignInMeter;
  replays: ReplayCounts;
  address: string | undefined;
  userAgent: string | undefined;
  /** The admin cookie as it came. */
  cookie: string | undefined;
  identify(): Promise<Caller>;
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
  if (type === "mutation") await ctx.provider.flush().catch(() => undefined);
  if (result.ok) return result;
  const names = path.startsWith("clients.") ? fieldNames : {};
  throw toRpcError(result.error.cause, names) ?? result.error;
});

/** For everybody: only signing in is. */
export const openProcedure = translated;

/** The administrative roles; each may do what those before it may. */
const ranks = ["viewer", "operator", "owner"] as const satisfies readonly Role[];

/** For people whose role is `least` or a higher one. */
export function procedureFor(least: (typeof ranks)[number]) {
  return translated.use(async ({ ctx, next }) => {
    const caller = await ctx.identify();
    if (caller.kind === "nobody") throw new RpcRefusal("UNAUTHORIZED", "sign in first");
    if (caller.kind === "ordinary") throw new RpcRefusal("FORBIDDEN", "this is for administrators");
    const { id: userId, role } = caller.signedIn.user;
    if (ranks.findIndex((rank) => rank === role) < ranks.indexOf(least)) {
      throw new RpcRefusal("FORBIDDEN", `this needs the role ${least}`);
    }
    const manage = ctx.provider.manageFor({ kind: "person", userId });
    return await next({ ctx: { signedIn: caller.signedIn, manage } });
  });
}
