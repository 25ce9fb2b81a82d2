/** One HTTP exchange as it was seen. */
export interface Answer {
  readonly method: string;
  /** What was asked last, after redirects within the origin. */
  readonly url: string;
  /** 0: there was no answer, and `failure` says why. */
  readonly status: number;
  readonly failure: string | undefined;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
  /** Where a redirect that was not followed leads, as an absolute URL. */
  readonly location: string | undefined;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** The JSON object of a 200, which is all that clients take for a document. */
export function documentOf(answer: Answer | undefined): JsonObject | undefined {
  return answer?.status === 200 ? asObject(answer.json) : undefined;
}

export function textOf(document: JsonObject | undefined, name: string): string | undefined {
  const value = document?.[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts of a list; nothing when it is no list. */
export function listOf(document: JsonObject | undefined, name: string): readonly string[] {
  const value: unknown = document?.[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

export function isJsonType(answer: Answer): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(answer.headers.get("content-type") ?? "");
}

/** In a few words: "404", "200 with text/html", "302 to https://…", "no answer (timed out)". */
export function describeAnswer(answer: Answer): string {
  if (answer.status === 0) return `no answer (${answer.failure ?? "unknown reason"})`;
  if (answer.location !== undefined) return `${answer.status} to ${answer.location}`;
  const type = answer.headers.get("content-type")?.split(";")[0];
  if (answer.json !== undefined || type === undefined || answer.text === "") return String(answer.status);
  return `${answer.status} with ${type}`;
}
