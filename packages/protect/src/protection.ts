import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createResourceServer, defineLookupCheck } from "@sallyport/resource";
import type { AuthInfo, RefusalReason, ResourceServer } from "@sallyport/resource";
import { metadataRouter, protect } from "@sallyport/resource/express";
import { answer, answers } from "./answer.ts";
import { BodyTooLargeError, readBytes } from "./body.ts";
import { toUpstreamUrl } from "./endpoint.ts";
import { createForwarder } from "./forward.ts";
import type { Forward } from "./forward.ts";
import { parseForwardHeaders } from "./headers.ts";
import { createIdentity, identityKeysPath } from "./identity.ts";
import { readMessage } from "./message.ts";
import type { Message } from "./message.ts";
import { createOpenStreams } from "./open-streams.ts";
import { deriveKey } from "./secret-keys.ts";
import { createSessionBinding } from "./session-binding.ts";
import type { ToolScopes } from "./tool-scopes.ts";
import type { UpstreamLimits } from "./upstream.ts";

export interface ProtectionOptions {
  /** The URL of the MCP endpoint that has no protection of its own. */
  readonly upstream: string;
  /** The URL of the protected one, as clients see it: the resource that tokens are for. */
  readonly publicUrl: string;
  /** The `Host` headers under which it is reached: a web page cannot come under a name of its own (DNS rebinding). */
  readonly hosts: readonly string[];
  readonly issuer: string;
  /** The claims of a living access token of the issuer; undefined for every other text. */
  readonly lookUp: (token: string) => Promise<unknown>;
  /** Absent: every tool is open to whoever has a token. */
  readonly tools?: ToolScopes | undefined;
  /** At least 32 bytes that nobody can guess. Processes with the same secret know each other's sessions. */
  readonly secret: Uint8Array;
  /** Header names that pass in both directions, beside those of MCP, tracing and content; none that says who calls. */
  readonly forwardHeaders?: readonly string[] | undefined;
  /** Milliseconds until the upstream begins to answer (10 minutes), and between two parts of an answer (2 minutes). */
  readonly limits?: Partial<UpstreamLimits> | undefined;
  /** With `tools` a message is read before it is sent on, up to this length; 1 MiB by default. */
  readonly maxMessageBytes?: number | undefined;
  /** Told of each request that is over. */
  readonly onRequest?: ((request: ProtectedRequest) => void) | undefined;
  /** Told why a request was refused for its token or body. */
  readonly onRefusal?: ((reason: RefusalReason) => void) | undefined;
  /** Told why the upstream could not be asked, or did not finish. */
  readonly onTrouble?: ((cause: unknown) => void) | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
}

export interface ProtectedRequest {
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}

export interface Protection {
  readonly listener: RequestListener;
  /** Where the upstream finds the keys of `Sallyport-Identity`. */
  readonly identityKeysUrl: string;
  /** For a timer: cuts the event streams whose access token has expired or is revoked. */
  readonly checkStreams: () => Promise<void>;
  /** Cuts all event streams, which would hold the shutdown up. */
  readonly endStreams: () => void;
}

const defaultMaxMessageBytes = 1_048_576;
const defaultLimits: UpstreamLimits = { answerMs: 600_000, idleMs: 120_000 };
const methods: ReadonlySet<string | undefined> = new Set(["GET", "HEAD", "POST", "DELETE", "OPTIONS"]);

/**
 * A reverse proxy that puts OAuth before one MCP endpoint.
 * @throws TypeError when an option is unusable
 */
export async function createProtection(options: ProtectionOptions): Promise<Protection> {
  const { publicUrl, upstream, lookUp, now = systemSeconds } = options;
  const streams = createOpenStreams({ lookUp, now });
  const secret = deriveKey(options.secret, "sallyport protect");
  const identity = await createIdentity({ secret, publicUrl, upstream, now });
  const forward = createForwarder({
    endpoint: { publicUrl, upstream },
    identity,
    sessions: createSessionBinding(deriveKey(secret, "sessions")),
    streams,
    limits: { ...defaultLimits, ...options.limits },
    forwardHeaders: parseForwardHeaders(options.forwardHeaders ?? []),
    onTrouble: options.onTrouble,
  });
  const guard = createGuard(options, forward);
  const identityKeysUrl = new URL(identityKeysPath, publicUrl).href;
  return {
    listener: (request, response) => {
      observe(options, request, response);
      const path = request.url?.replace(/\?.*$/s, "");
      if (!isOurHost(options, request)) return answer(response, answers.foreignHost);
      if (path === identityKeysPath && request.method === "GET") {
        return answer(response, {
          status: 200,
          body: identity.jwks,
          headers: { "Cache-Control": "public, max-age=300" },
        });
      }
      return guard(request, response);
    },
    identityKeysUrl,
    checkStreams: () => streams.check(),
    endStreams: () => streams.endAll(),
  };
}

/** One `Host`, and ours (RFC 9112 section 3.2). */
function isOurHost({ hosts }: ProtectionOptions, { headersDistinct }: IncomingMessage): boolean {
  const [host = "", another] = headersDistinct["host"] ?? [];
  return another === undefined && hosts.includes(host.toLowerCase());
}

/** What lets requests through to `forward`, and answers all others. */
function createGuard(options: ProtectionOptions, forward: Forward): RequestListener {
  const { publicUrl, upstream, tools, maxMessageBytes = defaultMaxMessageBytes, onTrouble } = options;
  const server = createServerFor(options);
  const answerMetadata = metadataRouter(server);

  async function admit(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const guarded: IncomingMessage & { auth?: AuthInfo } = request;
    let message: Message | undefined;
    const readBody = async (): Promise<unknown> => {
      message = readMessage(await readBytes(request, maxMessageBytes));
      return message?.value;
    };
    const next = (error?: unknown): void => {
      if (error instanceof BodyTooLargeError) return answer(response, answers.tooLarge);
      if (error !== undefined || guarded.auth === undefined) return fail(response, error);
      forward({ request, response }, { url, auth: guarded.auth, message }).catch((cause: unknown) =>
        fail(response, cause),
      );
    };
    await protect(server, { scopesFor: tools?.scopesFor, readBody })(request, response, next);
  }

  function fail(response: ServerResponse, cause: unknown): void {
    onTrouble?.(cause);
    answer(response, answers.failed);
  }

  return (request, response) => {
    answerMetadata(request, response, () => {
      const url = toUpstreamUrl({ publicUrl, upstream }, request.url ?? "");
      if (url === undefined) return answer(response, answers.notFound);
      if (!methods.has(request.method)) return answer(response, answers.methodRefused);
      admit(request, response, url).catch((cause: unknown) => fail(response, cause));
    });
  };
}

function createServerFor({ publicUrl, issuer, lookUp, tools, onRefusal, now }: ProtectionOptions): ResourceServer {
  return createResourceServer({
    resource: publicUrl,
    checks: [defineLookupCheck({ issuer, lookUp })],
    scopesSupported: tools === undefined || tools.others.length === 0 ? undefined : tools.others,
    onRefusal: ({ reason }) => onRefusal?.(reason),
    now,
  });
}

function observe({ onRequest }: ProtectionOptions, request: IncomingMessage, response: ServerResponse): void {
  if (onRequest === undefined) return;
  const startedAt = performance.now();
  response.once("close", () => {
    const { method = "" } = request;
    onRequest({ method, status: response.statusCode, durationMs: performance.now() - startedAt });
  });
}

function systemSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
