import { z } from "zod";
import type { AccessTokenClaims } from "./claims.ts";
import { fetchJson } from "./documents.ts";
import type { Fetch } from "./documents.ts";
import { isSecureUrl, requireIssuer } from "./issuer.ts";
import { requireCounts, requireSeconds } from "./number-options.ts";
import { createRefresh } from "./refresh.ts";
import { createRevokedIds } from "./revoked-ids.ts";
import { systemSeconds } from "./system-clock.ts";

/**
 * What is known of the revoked tokens of one issuer; a resource server asks it about each good token.
 * @example
 * ```ts
 * import { type Revocations } from "@sallyport/resource";
 * const revocations: Revocations = {
 *   issuer: "https://auth.example",
 *   judge: async ({ jti }) => (jti === "t1" ? "revoked" : "live"),
 * };
 * ```
 */
export interface Revocations {
  readonly issuer: string;
  /** "unknown": the request is answered by 503. */
  judge(claims: AccessTokenClaims): Promise<"live" | "revoked" | "unknown">;
}

/**
 * The revoked tokens of one issuer, from a feed.
 * @example
 * ```ts
 * import { type RevocationFeed } from "@sallyport/resource";
 * export const revoke = (feed: RevocationFeed, jti: string) =>
 *   feed.receive({ issuer: feed.issuer, revoked: [{ jti }] });
 * ```
 */
export interface RevocationFeed extends Revocations {
  /**
   * Takes a feed document that came by another way, such as a webhook or a message queue.
   * @throws Error when it is not one of this issuer
   */
  receive(document: unknown): void;
}

/**
 * Options of `createRevocationFeed`.
 * @example
 * ```ts
 * import { type RevocationFeedOptions } from "@sallyport/resource";
 * const options: RevocationFeedOptions = { issuer: "https://auth.example", url: "https://auth.example/revocations" };
 * ```
 */
export interface RevocationFeedOptions {
  readonly issuer: string;
  /** Where the feed is; absent: nothing is polled, and `receive` is the only way. */
  readonly url?: string | undefined;
  /** Value of the `Authorization` header of a poll. */
  readonly authorization?: string | undefined;
  /** A revoked token lives no longer than this while the feed answers; 30 by default. */
  readonly pollSeconds?: number | undefined;
  /**
   * When the feed has not answered for so long, tokens are answered by 503. Absent: they stay good, for they
   * are checked and short-lived, and the feed only makes their end come sooner.
   */
  readonly maxSilenceSeconds?: number | undefined;
  /** How long an id without `until` is kept: the longest life of an access token; 3,600 by default. */
  readonly maxTokenSeconds?: number | undefined;
  /** Ids beyond it push out those that end first; 100,000 by default. */
  readonly maxEntries?: number | undefined;
  /** Told of each poll that failed. */
  readonly onFailure?: ((cause: unknown) => void) | undefined;
  readonly fetch?: Fetch | undefined;
  /** Seconds since 1970. */
  readonly now?: (() => number) | undefined;
}

/**
 * `issuer` must be the expected one. Each entry names tokens by their claims: one by `jti`, all of a grant by
 * `grant_id`, all of a client by `client_id`, all of a person by `sub`, those of both by both, and with `all`
 * every token. Those issued after `issued_until` are not meant. `until` is when the last of them expires; times
 * are seconds since 1970. Entries are only ever added. `cursor` is opaque and comes back as the query
 * parameter `after` of the next poll; the answer to that may leave out what was there before. With `more` there
 * is already more behind the cursor. A feed without `cursor` lists all that still counts. Unknown members, and
 * entries without any name, are ignored.
 */
const entrySchema = z.object({
  jti: z.string().optional(),
  grant_id: z.string().optional(),
  client_id: z.string().optional(),
  sub: z.string().optional(),
  all: z.literal(true).optional(),
  issued_until: z.number().optional(),
  until: z.number().optional(),
});
const documentSchema = z.object({
  issuer: z.string(),
  cursor: z.string().min(1).max(1_024).optional(),
  more: z.boolean().optional(),
  revoked: z.array(entrySchema),
});

type Names = Pick<z.infer<typeof entrySchema>, "jti" | "grant_id" | "client_id" | "sub" | "all">;

/** Under which ids an entry is kept. */
function idsOf({ jti, grant_id: grantId, client_id: clientId, sub, all }: Names): string[] {
  const ids: string[] = [];
  if (jti !== undefined) ids.push(`jti ${jti}`);
  if (grantId !== undefined) ids.push(`grant ${grantId}`);
  if (clientId !== undefined && sub !== undefined) ids.push(`both ${JSON.stringify([clientId, sub])}`);
  else if (clientId !== undefined) ids.push(`client ${clientId}`);
  else if (sub !== undefined) ids.push(`sub ${sub}`);
  if (all === true) ids.push("all");
  return ids;
}

/** Under which ids a token can have been revoked. */
function idsNaming({ jti, grant_id, client_id, sub }: AccessTokenClaims): string[] {
  const entries: Names[] = [{ jti, grant_id }, { client_id, sub }, { client_id }, { sub }, { all: true }];
  return entries.flatMap(idsOf);
}

const maxFeedBytes = 4_194_304;
const maxPages = 100;
const timeoutMilliseconds = 5_000;

/**
 * Makes revoked tokens die before they expire, by a feed like
 * `{"issuer":"https://auth.example","cursor":"42","revoked":[{"grant_id":"9x","until":1764000000},{"jti":"t1"}]}`.
 * It is polled when a token comes and the last poll is `pollSeconds` old; without requests there is no poll.
 * @throws TypeError when an option is unusable
 * @example
 * ```ts
 * import { createResourceServer, createRevocationFeed } from "@sallyport/resource";
 * const issuer = "https://auth.example";
 * const feed = createRevocationFeed({ issuer, url: `${issuer}/oauth/provider/revocations` });
 * const server = createResourceServer({ resource: "https://notes.example/mcp", issuer, revocations: [feed] });
 * ```
 */
export function createRevocationFeed(options: RevocationFeedOptions): RevocationFeed {
  const { issuer, url, now = systemSeconds, pollSeconds = 30, maxSilenceSeconds, onFailure } = options;
  requireIssuer(issuer);
  if (url !== undefined && !isSecureUrl(url)) throw new TypeError("url must be https (http on loopback only)");
  const { maxTokenSeconds = 3_600, maxEntries = 100_000 } = options;
  requireSeconds({ pollSeconds, maxSilenceSeconds, maxTokenSeconds });
  requireCounts({ maxEntries });
  const ids = createRevokedIds({ maxTokenSeconds, maxEntries, now });
  const poll = createPoll(options);
  let cursor: string | undefined;

  function read(document: unknown): z.infer<typeof documentSchema> {
    const parsed = documentSchema.parse(document);
    if (parsed.issuer !== issuer) throw new Error(`the feed is about another issuer: ${parsed.issuer}`);
    for (const { issued_until: issuedUntil, until, ...names } of parsed.revoked) {
      for (const id of idsOf(names)) ids.add(id, { issuedUntil, until });
    }
    return parsed;
  }

  const load = async () => {
    for (let page = 0; page < maxPages; page += 1) {
      const { cursor: next = cursor, more } = read(await poll(cursor));
      const isFurther = next !== cursor;
      cursor = next;
      if (more !== true || !isFurther) return;
    }
  };
  const refresh = createRefresh({ load, everySeconds: pollSeconds, pauseSeconds: pollSeconds, now, onFailure });
  const startedAt = now();

  return {
    issuer,
    receive: (document) => void read(document),
    async judge(claims) {
      if (url !== undefined) await refresh.whenDue();
      if (idsNaming(claims).some((id) => ids.has(id, claims.iat))) return "revoked";
      if (url === undefined || maxSilenceSeconds === undefined) return "live";
      return now() - (refresh.lastLoadedAt() ?? startedAt) > maxSilenceSeconds ? "unknown" : "live";
    },
  };
}

function createPoll(options: RevocationFeedOptions): (cursor: string | undefined) => Promise<unknown> {
  const { url = "", authorization, fetch = globalThis.fetch } = options;
  return (cursor) => {
    const target = new URL(url);
    if (cursor !== undefined) target.searchParams.set("after", cursor);
    return fetchJson(fetch, target.href, {
      signal: AbortSignal.timeout(timeoutMilliseconds),
      headers: authorization === undefined ? {} : { authorization },
      maxBytes: maxFeedBytes,
    });
  };
}
