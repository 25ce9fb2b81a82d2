/** The part of `fetch` that is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface DocumentRequest {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as a form by POST; absent: GET. */
  readonly form?: URLSearchParams | undefined;
  /** 262,144 by default. */
  readonly maxBytes?: number | undefined;
}

const defaultMaxBytes = 262_144;

/**
 * A JSON document of an authorization server. Redirects are not followed.
 * @throws Error when it cannot be had: no answer, another status than 200, too long, no JSON
 */
export async function fetchJson(fetch: Fetch, url: string, request: DocumentRequest): Promise<unknown> {
  const { signal, headers, form, maxBytes = defaultMaxBytes } = request;
  const response = await fetch(url, {
    ...(form === undefined ? {} : { method: "POST", body: form }),
    headers: { accept: "application/json", ...headers },
    redirect: "manual",
    signal,
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  const bytes = await readAtMost(response.body, maxBytes);
  if (bytes === undefined) throw new Error(`${url} answered more than ${maxBytes} bytes`);
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** All bytes of `body`, or undefined when there are more than `limit`; the rest is not read then. */
export async function readAtMost(
  body: AsyncIterable<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
