import { createServer, type ServerResponse } from "node:http";
import { type Account, signInByForms } from "@sallyport/doctor";
import { Failure, hasCode, usageFailure } from "../terminal/failure.ts";
import { openInBrowser } from "../terminal/open-in-browser.ts";
import type { Tell } from "./tell.ts";

/** Somebody who answers authorization requests. */
export interface Person extends AsyncDisposable {
  /** Where the answers go. */
  readonly redirectUri: string;
  /** @returns the parameters of the answer @throws Failure when there is none */
  answer(request: URL): Promise<URLSearchParams>;
}

const formsTimeoutMs = 10_000;

interface ByForms {
  readonly account: Account;
  readonly redirectUri: string | undefined;
  readonly tell: Tell;
}

/** Fills in the forms of the server, and allows everything. */
export function personByForms({ account, redirectUri = "http://127.0.0.1/callback", tell }: ByForms): Person {
  return {
    redirectUri,
    async answer(request) {
      const walk = { url: request.href, redirectUri, account, timeoutMs: formsTimeoutMs };
      const answered = await signInByForms(walk);
      if (answered.isDone) {
        tell("Person", account.email);
        return answered.value;
      }
      throw new Failure("not_signed_in", `${account.email} could not sign in: ${answered.because}`);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface AtBrowser {
  /** With the port that is listened on; any free one by default. */
  readonly redirectUri: string | undefined;
  readonly opens: boolean;
  readonly timeoutMs: number;
  readonly tell: Tell;
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sallyport</title>
<p style="font: 1.25rem system-ui; margin: 4rem auto; max-width: 30rem">Back to the terminal: this page has done its work.</p>`;

/** Is told the address, and answers in a browser of this machine. */
export async function personAtBrowser({ redirectUri, opens, timeoutMs, tell }: AtBrowser): Promise<Person> {
  const wanted = new URL(redirectUri ?? "http://127.0.0.1/callback");
  const arrivals = new Set<(parameters: URLSearchParams) => void>();
  const server = createServer(({ url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, wanted);
    if (pathname !== wanted.pathname) return finish(response, 404, "");
    for (const arrive of arrivals) arrive(searchParams);
    return finish(response, 200, page);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", (error) => reject(toFailure(error, wanted)));
    server.listen(Number(wanted.port), wanted.hostname.replaceAll(/[[\]]/g, ""), () => {
      const address = server.address();
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
  const uri = new URL(wanted);
  uri.port = String(port);
  return {
    redirectUri: redirectUri ?? uri.href,
    async answer(request) {
      tell("Allow it", `in a browser:\n${request.href}`);
      if (opens) openInBrowser(request.href);
      const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>();
      // Whatever else comes here, from another page or an earlier run, is not the answer.
      const arrive = (parameters: URLSearchParams): void => {
        if (parameters.get("state") === request.searchParams.get("state")) resolve(parameters);
      };
      arrivals.add(arrive);
      const timer = setTimeout(() => reject(nobodyCame(timeoutMs)), timeoutMs);
      return await promise.finally(() => {
        clearTimeout(timer);
        arrivals.delete(arrive);
      });
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function finish(response: ServerResponse, status: number, body: string): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
  const headers = { "Content-Type": "text/html", "Cache-Control": "no-store", "Content-Security-Policy": policy };
  response.writeHead(status, { ...headers, Connection: "close" }).end(body);
}

function nobodyCame(timeoutMs: number): Failure {
  const message = `nobody allowed it within ${timeoutMs / 1000} s: --timeout waits longer, --login signs in without a browser`;
  return new Failure("not_signed_in", message);
}

function toFailure(error: Error, { host, port }: URL): Error {
  if (hasCode(error, "EADDRINUSE")) return usageFailure(`port ${port} is taken by another program`, "redirectUri");
  if (hasCode(error, "EADDRNOTAVAIL")) return usageFailure(`${host} is not this machine`, "redirectUri");
  return error;
}
