import type { RequestListener } from "node:http";
import { createAccountHandler, createAdminHandler, createReplayCounts, type SignInLimits } from "@sallyport/rpc";
import { createTestProvider, type TestProvider, testPassword } from "@sallyport/fixtures";
import { serve } from "./serve.ts";

export interface Started extends AsyncDisposable {
  test: TestProvider;
  adminUrl: string;
  /** An issuer with a path. */
  issuer: string;
  /** Method and procedures of each call so far: `GET clients.list,session.me`. */
  calls: string[];
  /** Now, as answers have it. */
  now(): Date;
  /** How often somebody signed in. */
  signIns(): number;
  /** Lets so much time pass that every session is over. */
  endSessions(): void;
}

const roles = ["viewer", "operator", "owner"] as const;
export type AdminRole = (typeof roles)[number];

/** The real handlers behind HTTP, where the program has them, with one administrator of each role, named after it. */
export async function start({ signInLimits }: { signInLimits?: SignInLimits } = {}): Promise<Started> {
  const test = await createTestProvider();
  const { provider, clock, events } = test;
  for (const role of roles) {
    await provider.manage.users.create({ email: `${role}@example.com`, password: testPassword, role });
  }
  const calls: string[] = [];
  const shared = { provider, secureCookies: false, allowedOrigins: [] };
  const admin = createAdminHandler({
    version: "1.2.3",
    ...shared,
    signInLimits,
    trustedHops: 0,
    settings: [],
    replays: createReplayCounts(clock),
  });
  const account = createAccountHandler(shared);
  const adminServer = await serve(below("/trpc/", admin, calls));
  const accountServer = await serve(below("/base/account/trpc/", account, calls));
  return {
    test,
    adminUrl: adminServer.origin,
    issuer: `${accountServer.origin}/base`,
    calls,
    now: () => new Date(clock.now() * 1000),
    signIns: () => events.filter(({ type }) => type === "sign_in.succeeded").length,
    endSessions: () => clock.advance(provider.config.sessionIdleTtlSeconds),
    async [Symbol.asyncDispose]() {
      await Promise.all([adminServer[Symbol.asyncDispose](), accountServer[Symbol.asyncDispose]()]);
    },
  };
}

/** Names each request, as the program does. */
function below(path: string, handler: RequestListener, calls: string[]): RequestListener {
  return (request, response) => {
    const [asked = ""] = (request.url ?? "").split("?", 1);
    if (!asked.startsWith(path)) return void response.writeHead(404).end();
    calls.push(`${request.method} ${asked.slice(path.length)}`);
    response.setHeader("x-request-id", `request-${calls.length}`);
    handler(request, response);
  };
}
