import { z } from "zod";

/** The control API of `sallyport dev`, as any program can call it: plain JSON over HTTP. */
export interface DevControl {
  query(procedure: string, input?: object): Promise<unknown>;
  mutate(procedure: string, input?: object): Promise<unknown>;
}

const answered = z.object({ result: z.object({ data: z.unknown() }) });

export function controlOf(adminUrl: string): DevControl {
  async function ask(path: string, init: RequestInit): Promise<unknown> {
    const response = await fetch(`${adminUrl}/dev/control/${path}`, init);
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${JSON.stringify(body)}`);
    return answered.parse(body).result.data;
  }

  const headers = { "content-type": "application/json" };
  return {
    query: (procedure, input = {}) => ask(`${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    mutate: (procedure, input = {}) => ask(procedure, { method: "POST", headers, body: JSON.stringify(input) }),
  };
}
