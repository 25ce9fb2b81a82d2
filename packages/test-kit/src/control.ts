/** The control API of a dev server: `clock.get` with its input, by GET or POST. */
export interface Control {
  /** @throws ControlError when the server refuses */
  readonly query: <Answer>(procedure: string, input?: object) => Promise<Answer>;
  /** @throws ControlError when the server refuses; nothing has changed then */
  readonly mutate: <Answer>(procedure: string, input?: object) => Promise<Answer>;
}

/**
 * The server refused a call: the message says why.
 * @example
 * ```ts
 * import { ControlError, startTestServer } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * try {
 *   await server.issueToken({ person: "nobody" });
 * } catch (error) {
 *   if (error instanceof ControlError) console.log(error.code, error.status);
 * }
 * ```
 */
export class ControlError extends Error {
  override readonly name = "ControlError";
  /** `BAD_REQUEST`, `NOT_FOUND`, `CONFLICT`, `PRECONDITION_FAILED`, `TIMEOUT` … */
  readonly code: string;
  /** Of HTTP. */
  readonly status: number;

  constructor(message: string, refusal: { code: string; status: number }) {
    super(message);
    this.code = refusal.code;
    this.status = refusal.status;
  }
}

interface Answered {
  result?: { data: unknown };
  error?: { message: string; data: { code: string } };
}

export function createControl(adminUrl: string): Control {
  async function ask<Answer>(procedure: string, path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${adminUrl}/dev/control/${path}`, init).catch((cause: unknown) => {
      throw new Error(`nothing answers at ${adminUrl} (${reasonOf(cause)}): is the server closed?`, { cause });
    });
    const { result, error } = await readAnswer(response);
    // The server has checked its answer against the schema that the type was written after.
    if (result !== undefined) return result.data as Answer;
    const { message = `${response.url} is no control API`, data = { code: "UNKNOWN" } } = error ?? {};
    throw new ControlError(`${procedure}: ${message}`, { code: data.code, status: response.status });
  }

  const headers = { "content-type": "application/json" };
  return {
    query: (procedure, input = {}) =>
      ask(procedure, `${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {}),
    mutate: (procedure, input = {}) =>
      ask(procedure, procedure, { method: "POST", headers, body: JSON.stringify(input) }),
  };
}

/** `fetch failed` says less than what it was caused by. */
function reasonOf(cause: unknown): string {
  const { message } = cause instanceof Error && cause.cause instanceof Error ? cause.cause : { message: String(cause) };
  return message;
}

async function readAnswer(response: Response): Promise<Answered> {
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? body : {};
}
