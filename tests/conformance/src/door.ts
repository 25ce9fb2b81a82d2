import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { noteAnswer } from "./journal.ts";

interface Message {
  readonly method?: "GET" | "POST";
  /** With its query. */
  readonly path: string;
  readonly form?: URLSearchParams | undefined;
  readonly cookie?: string | undefined;
  readonly authorization?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** One process, as the proxy in front of it reaches it. */
export interface Door {
  /** @throws when the connection breaks before the whole answer has come: nothing was acknowledged */
  send(message: Message): Promise<Answer>;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  close(): void;
}

let lastCaller = 0;

/** Requests go to the port of this one process under the name of the issuer, each from an address of its own. */
export function openDoor(port: number, issuer: string): Door {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { host } = new URL(issuer);
  const statuses = new Map<number, number>();

  async function send(message: Message): Promise<Answer> {
    const { method = "GET", path, form } = message;
    const headers = { host, "x-forwarded-for": nextCaller(), ...headersOf(message) };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request({ host: "127.0.0.1", port, path, method, headers, agent })
      .on("response", resolve)
      .on("error", reject)
      .end(form?.toString());
    const response = await promise;
    const { statusCode: status = 0, headers: answered } = response;
    const { location, "set-cookie": setCookies = [], "content-type": type } = answered;
    const answer = { status, location, setCookies, body: await text(response) };
    noteAnswer({ url: new URL(path, issuer), status, type, text: answer.body });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return answer;
  }
  return { send, statuses, close: () => agent.destroy() };
}

function headersOf({ cookie, authorization, form }: Message): Record<string, string> {
  return {
    ...(cookie === undefined ? {} : { cookie }),
    ...(authorization === undefined ? {} : { authorization }),
    ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
  };
}

/** As many people as requests, so that no limit for one of them counts for all. */
function nextCaller(): string {
  lastCaller += 1;
  return `10.${(lastCaller >> 16) & 255}.${(lastCaller >> 8) & 255}.${lastCaller & 255}`;
}
