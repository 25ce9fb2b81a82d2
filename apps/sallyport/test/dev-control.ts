import { request } from "node:http";
import { text } from "node:stream/consumers";
import type { Log } from "../src/terminal/log.ts";
import { planDev } from "../src/dev/plan.ts";
import type { DevServer } from "../src/dev/dev-server.ts";
import { startDev } from "../src/dev/start.ts";
import { readSettings } from "../src/settings/read.ts";

const nothing = (): void => undefined;
export const silent: Log = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  flush: async () => undefined,
};

export interface Sent {
  method?: string;
  headers?: { [name: string]: string };
  body?: string;
}

export interface Answer {
  status: number | undefined;
  headers: { [name: string]: string | string[] | undefined };
  text: string;
}

/** One request whose headers, `Host` too, are as they are given. */
export async function send(url: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    request(url, { method, headers, agent: false }, (response) => {
      const { statusCode: status } = response;
      text(response).then((all) => resolve({ status, headers: response.headers, text: all }), reject);
    })
      .on("error", reject)
      .end(body);
  });
}

export interface DevFixture extends AsyncDisposable {
  server: DevServer;
  /** `clock.get` with its answer; of what was refused the message. */
  query(procedure: string, input?: object): Promise<unknown>;
  mutate(procedure: string, input?: object): Promise<unknown>;
}

/** `sallyport dev` in this process, in memory unless told otherwise. */
export async function startDevHere(flags: { [name: string]: unknown } = {}, log = silent): Promise<DevFixture> {
  const settings = readSettings({ flags: { port: "0", ...flags }, environment: {}, aliases: false });
  const server = await startDev({ ...planDev(settings), settings: [] }, log);
  const ask = async (path: string, sent: Sent): Promise<unknown> => {
    const answer = await send(`${server.adminUrl}/dev/control/${path}`, sent);
    const { result, error } = JSON.parse(answer.text) as { result?: { data: unknown }; error?: { message: string } };
    return error === undefined ? result?.data : `${answer.status} ${error.message}`;
  };
  const headers = { "content-type": "application/json" };
  return {
    server,
    query: (procedure, input = {}) => ask(`${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    mutate: (procedure, input = {}) => ask(procedure, { method: "POST", headers, body: JSON.stringify(input) }),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
