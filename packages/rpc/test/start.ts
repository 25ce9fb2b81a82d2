import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdminRole, Provider, ProviderOptions } from "@sallyport/core";
import { openMemoryStore } from "@sallyport/core/stores/memory";
import { createTestProvider, type TestProvider, testPassword } from "@sallyport/fixtures";
import { createAccountHandler } from "../src/account/handler.ts";
import { type AdminHandlerOptions, createAdminHandler } from "../src/admin/handler.ts";
import type { RpcFailure } from "../src/transport/handler.ts";
import { createReplayCounts, type ReplayCounts } from "../src/transport/replay-counts.ts";

export interface Started extends AsyncDisposable {
  test: TestProvider;
  adminUrl: string;
  accountUrl: string;
  failures: RpcFailure[];
  /** Fed by hand. */
  replays: ReplayCounts;
  /** Calls of the admin listener by path, as a browser of the admin pages sends them. */
  admin(path: string, options?: CallOptions): Promise<Answer>;
  account(path: string, options?: CallOptions): Promise<Answer>;
  /** The admin cookie of a new person with this role. */
  cookieOf(role: AdminRole): Promise<string>;
  /** An API key of that person, with their role. */
  keyOf(role: AdminRole, validSeconds?: number): Promise<string>;
}

type StartOptions = Partial<Omit<AdminHandlerOptions, "provider" | "replays" | "allowedOrigins" | "onFailure">> & {
  config?: Partial<ProviderOptions>;
};

export interface CallOptions {
  method?: "GET" | "POST";
  /** As superjson would write it; here without dates. */
  input?: unknown;
  cookie?: string | undefined;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  data: unknown;
  error: { message: string; data: Record<string, unknown> } | undefined;
}

export async function start({ config = {}, ...options }: StartOptions = {}): Promise<Started> {
  const store = openMemoryStore();
  const test = await createTestProvider({ ...config, store });
  const { provider } = test;
  const failures: RpcFailure[] = [];
  const onFailure = (failure: RpcFailure): void => void failures.push(failure);
  const replays = createReplayCounts(test.clock);
  const shared = { provider, secureCookies: options.secureCookies ?? false, onFailure };
  const allowedOrigins = ["http://admin.test"];
  const admin = await listen(
    createServer(
      createAdminHandler({
        version: "1.2.3",
        trustedHops: 0,
        settings: [],
        ...shared,
        ...options,
        replays,
        allowedOrigins,
      }),
    ),
  );
  const account = await listen(createServer(createAccountHandler({ ...shared, allowedOrigins })));
  return {
    test,
    failures,
    replays,
    adminUrl: admin.url,
    accountUrl: account.url,
    admin: (path, call) => callRpc(admin.url, path, call),
    account: (path, call) => callRpc(account.url, path, call),
    cookieOf: async (role) => `sp_admin=${await signIn(provider, role)}`,
    async keyOf(role, validSeconds) {
      const maker = { email: `${role}@example.com` };
      return (await provider.manage.apiKeys.create({ name: "CI", role, maker, validSeconds })).text;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([admin.close(), account.close()]);
    },
  };
}

async function signIn(provider: Provider, role: AdminRole): Promise<string> {
  const email = `${role}@example.com`;
  await provider.manage.users.create({ email, password: testPassword, role });
  const outcome = await provider.sessions.signInToAdmin({ email, password: testPassword });
  if (outcome === undefined) throw new Error(`${role} cannot sign in`);
  return outcome.cookie;
}

async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export async function callRpc(url: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { method = "GET", input, cookie, headers = {}, body } = options;
  const json = input === undefined ? undefined : JSON.stringify({ json: input });
  const query = method === "GET" && json !== undefined ? `?input=${encodeURIComponent(json)}` : "";
  const response = await fetch(`${url}/trpc/${path}${query}`, {
    method,
    headers: {
      ...(method === "POST" ? { "content-type": "application/json", origin: "http://admin.test" } : {}),
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    ...(method === "POST" ? { body: body ?? json ?? "" } : {}),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, ...readAnswer(text) };
}

function readAnswer(text: string): Pick<Answer, "data" | "error"> {
  try {
    const answer = JSON.parse(text) as { result?: { data?: { json?: unknown } }; error?: { json: Answer["error"] } };
    return { data: answer.result?.data?.json, error: answer.error?.json };
  } catch {
    return { data: undefined, error: undefined };
  }
}
