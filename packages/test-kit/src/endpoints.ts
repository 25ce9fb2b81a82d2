import { OAuthFailure } from "./oauth-failure.ts";

/** The endpoints of an authorization server, by their names in its metadata. */
export interface Endpoints {
  /** @throws Error when the metadata have no such endpoint */
  urlOf(name: string): Promise<URL>;
  /** Sends a form or JSON. @returns the JSON object of the answer @throws OAuthFailure */
  post(name: string, body: URLSearchParams | object, headers?: Record<string, string>): Promise<Answer>;
}

/** A JSON object that a server answered with. */
export type Answer = Readonly<Record<string, unknown>>;

/** The text of a member; undefined when it is absent or none. */
export function textIn(answer: Answer, name: string): string | undefined {
  const { [name]: value } = answer;
  return typeof value === "string" ? value : undefined;
}

/** @throws Error when the server left it out */
export function requiredTextIn(answer: Answer, name: string): string {
  const text = textIn(answer, name);
  if (text === undefined) throw new Error(`the server answered without ${name}`);
  return text;
}

/** RFC 8414 section 3.1. */
export function metadataUrlOf(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname === "/" ? "" : pathname}`;
}

export function createEndpoints(issuer: string): Endpoints {
  async function urlOf(name: string): Promise<URL> {
    const metadata = await readObject(await fetch(metadataUrlOf(issuer)));
    const url = textIn(metadata, name);
    if (url === undefined) throw new Error(`the metadata of ${issuer} have no ${name}`);
    return new URL(url);
  }

  return {
    urlOf,
    async post(name, body, headers = {}) {
      const isForm = body instanceof URLSearchParams;
      const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
      const text = isForm ? body.toString() : JSON.stringify(body);
      const init = { method: "POST", body: text, headers: { "content-type": type, ...headers } };
      return await readObject(await fetch(await urlOf(name), init));
    },
  };
}

async function readObject(response: Response): Promise<Answer> {
  const body = parseObject(await response.text());
  if (response.ok) return body;
  throw new OAuthFailure({
    error: textIn(body, "error") ?? `HTTP ${response.status}`,
    description: textIn(body, "error_description"),
    status: response.status,
  });
}

function parseObject(text: string): Answer {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch {
    return {};
  }
}
