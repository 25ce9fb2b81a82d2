import { corsHeaders } from "./cors.ts";
import { discoverMetadata } from "./discovery.ts";
import { answerMetadata } from "./metadata.ts";
import type { MetadataAnswer } from "./metadata.ts";
import { createRefresh } from "./refresh.ts";
import type { CheckEnvironment } from "./token-check.ts";

const freshSeconds = 300;
const pauseSeconds = 5;
const timeoutMilliseconds = 5_000;

interface MirrorRequest {
  readonly method: string;
  readonly requestedHeaders?: string | undefined;
}

export interface IssuerMirror {
  /** The root of the origin: clients of 2025-03-26 drop the path of the resource. */
  readonly path: string;
  answer(request: MirrorRequest): Promise<MetadataAnswer>;
}

/** The metadata of the first issuer, fetched when it is asked for and kept for a while. */
export function createIssuerMirror(
  [issuer = ""]: readonly string[],
  { fetch, now }: Pick<CheckEnvironment, "fetch" | "now">,
): IssuerMirror {
  let document: unknown;
  const refresh = createRefresh({
    async load() {
      document = await discoverMetadata({ issuer, fetch, signal: AbortSignal.timeout(timeoutMilliseconds) });
    },
    everySeconds: freshSeconds,
    pauseSeconds,
    now,
  });
  return {
    path: "/.well-known/oauth-authorization-server",
    async answer({ method, requestedHeaders }) {
      const preliminary = answerMetadata(method, document, requestedHeaders);
      if (preliminary.status !== 200) return preliminary;
      await refresh.whenDue();
      return document === undefined ? unavailable : answerMetadata(method, document, requestedHeaders);
    },
  };
}

/** 502 and no other 5xx: the MCP SDK goes on to the next place then. */
const unavailable: MetadataAnswer = {
  status: 502,
  headers: { ...corsHeaders, "Content-Type": "application/json", "Cache-Control": "no-store" },
  body: '{"error":"temporarily_unavailable"}',
};
