import type { Command } from "commander";
import { z } from "zod";
import { Failure, hasCode, usageFailure } from "../../terminal/failure.ts";

/** Where `sallyport dev` has its admin listener unless told otherwise. */
const usualServer = "http://localhost:4456";

export const server = z.string().optional();

export function addServerOption(command: Command): void {
  command.option(
    "--server <url>",
    `admin listener of the running dev server (default: SALLYPORT_ADMIN_URL, or ${usualServer})`,
  );
}

/** A procedure of the control API, as its name says. */
interface Call {
  server: string | undefined;
  procedure: string;
  /** Absent: a query without any. */
  input?: object;
}

const answered = z.object({ result: z.object({ data: z.unknown() }) });
const refused = z.object({ error: z.object({ message: z.string(), data: z.object({ code: z.string() }) }) });

export async function query({ procedure, input = {}, ...where }: Call): Promise<unknown> {
  const search = new URLSearchParams({ input: JSON.stringify(input) });
  return await ask(where.server, `${procedure}?${search.toString()}`, {});
}

export async function mutate({ procedure, input = {}, ...where }: Call): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  return await ask(where.server, procedure, { method: "POST", headers, body: JSON.stringify(input) });
}

async function ask(given: string | undefined, path: string, init: RequestInit): Promise<unknown> {
  const base = given ?? (process.env["SALLYPORT_ADMIN_URL"] || usualServer);
  if (!URL.canParse(base)) throw usageFailure(`--server must be a URL, such as ${usualServer}`, "server");
  const url = new URL(`/dev/control/${path}`, base);
  const response = await fetch(url, init).catch((error: unknown) => {
    throw unreachable(url, error);
  });
  const body: unknown = await response.json().catch(() => undefined);
  const answer = answered.safeParse(body);
  if (answer.success) return answer.data.result.data;
  const refusal = refused.safeParse(body);
  if (!refusal.success) {
    const message = `${url.origin} is not the admin listener of sallyport dev: pass its URL with --server (sallyport serve has no control API)`;
    throw new Failure("no_dev_server", message, { field: "server" });
  }
  const { message, data } = refusal.data.error;
  throw new Failure(data.code.toLowerCase(), message);
}

function unreachable(url: URL, error: unknown): Failure {
  const cause = error instanceof Error ? error.cause : undefined;
  const why = hasCode(cause, "ECONNREFUSED") ? "connection refused" : String(cause ?? error);
  const message = `cannot reach ${url.origin}: ${why}; start sallyport dev, or pass the URL of its admin listener with --server`;
  return new Failure("unreachable", message, { field: "server" });
}
