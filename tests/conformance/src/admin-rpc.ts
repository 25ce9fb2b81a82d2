import { z } from "zod";
import type { Account } from "./browser-person.ts";

/** The administrators' RPC, as any program can call it. */
export interface AdminRpc {
  /** What the procedure answers. */
  mutate(procedure: string, input: object): Promise<unknown>;
  query(procedure: string, input: object): Promise<unknown>;
}

const answered = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

export async function signInAsAdmin(adminUrl: string, { email, password }: Account): Promise<AdminRpc> {
  let cookie = "";

  async function ask(procedure: string, query: string, more: RequestInit): Promise<unknown> {
    const headers = { "content-type": "application/json", cookie };
    const response = await fetch(`${adminUrl}/trpc/${procedure}${query}`, { headers, ...more });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${procedure} answers ${response.status}: ${JSON.stringify(body)}`);
    const [set] = response.headers.getSetCookie();
    cookie = set?.split(";", 1)[0] ?? cookie;
    return answered.parse(body).result.data.json;
  }

  const mutate = (procedure: string, input: object) =>
    ask(procedure, "", { method: "POST", body: JSON.stringify({ json: input }) });
  await mutate("session.signIn", { email, password });
  const query = (procedure: string, input: object) =>
    ask(procedure, `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`, {});
  return { mutate, query };
}
