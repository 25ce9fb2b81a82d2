import type { RequestListener } from "node:http";
import { createAccountHandler, createAdminHandler, createReplayCounts, type SignInLimits } from "@sallyport/rpc";
import { createdAt, createFakeProvider, type FakeProvider } from "./fake-provider.ts";
import { serve } from "./serve.ts";

export interface Started extends AsyncDisposable, FakeProvider {
  adminUrl: string;
  /** An issuer with a path. */
  issuer: string;
  /** Method and procedures of each call so far: `GET clients.list,session.me`. */
  calls: string[];
}

type Clock = Parameters<typeof createReplayCounts>[0];
const clock: Clock = { now: () => createdAt as ReturnType<Clock["now"]> };

/** The real handlers behind HTTP, where the program has them. */
export async function start({ signInLimits }: { signInLimits?: SignInLimits } = {}): Promise<Started> {
  const fake = createFakeProvider();
  const { provider } = fake;
  const calls: string[] = [];
  const shared = { provider, secureCookies: false, allowedOrigins: [] };
  const admin = createAdminHandler({ ...shared, signInLimits, replays: createReplayCounts(clock) });
  const account = createAccountHandler(shared);
  const adminServer = await serve(below("/trpc/", admin, calls));
  const accountServer = await serve(below("/base/account/trpc/", account, calls));
  return {
    ...fake,
    adminUrl: adminServer.origin,
    issuer: `${accountServer.origin}/base`,
    calls,
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
