import { z } from "zod";
import type { Account } from "./person.ts";

/** The administrators' RPC, as any program can call it. */
export interface AdminRpc {
  /** What the procedure answers. */
  mutate(procedure: string, input: object): Promise<unknown>;
}

const answered = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

export async function signInAsAdmin(adminUrl: string, { email, password }: Account): Promise<AdminRpc> {
  let cookie = "";

  async function mutate(procedure: string, input: object): Promise<unknown> {
    const response = await fetch(`${adminUrl}/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: JSON.stringify({ json: input }),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${procedure} answers ${response.status}: ${JSON.stringify(body)}`);
    const [set] = response.headers.getSetCookie();
    cookie = set?.split(";", 1)[0] ?? cookie;
    return answered.parse(body).result.data.json;
  }

  await mutate("session.signIn", { email, password });
  return { mutate };
}
