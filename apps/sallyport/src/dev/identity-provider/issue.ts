import { ManagementError } from "@sallyport/core";
import { defects, type Draft } from "./defects.ts";
import type { Algorithm, Keys } from "./keys.ts";
import { tokenKinds } from "./tokens/all.ts";
import type { KindOptions, TokenKind } from "./tokens/kind.ts";

/** A token as it is wanted. What is left out is as usual, and right. */
export interface Wish extends KindOptions {
  kind: string;
  subject?: string | undefined;
  lifetimeSeconds?: number | undefined;
  algorithm?: Algorithm | undefined;
  /** Instead of this provider: a client assertion is by the client (RFC 7523 section 3). */
  issuer?: string | undefined;
  /** In addition, or instead of what the kind says. */
  claims?: Readonly<Record<string, unknown>> | undefined;
  /** Names of claims that it lacks. */
  without?: readonly string[] | undefined;
  /** Names of what is wrong with it. */
  defects?: readonly string[] | undefined;
}

export interface Issued {
  token: string;
  typ: string;
  claims: Readonly<Record<string, unknown>>;
}

/** Who issues. */
export interface Desk {
  issuer: string;
  /** The issuer of the authorization server beside this provider. */
  server: string;
  now: () => number;
  keys: Keys;
}

export const defaultLifetimeSeconds = 300;

/** @throws ManagementError naming the member of the wish that cannot be heeded */
export async function issue(desk: Desk, wish: Wish): Promise<Issued> {
  const kind = tokenKinds.find(({ name }) => name === wish.kind);
  if (kind === undefined) throw invalid("kind", `known: ${tokenKinds.map(({ name }) => name).join(", ")}`);
  checkOptions(kind, wish);
  const now = desk.now();
  const right = lessClaims(
    { typ: kind.typ, claims: writeClaims(kind, wish, { ...desk, at: now }), signing: "own" },
    wish,
  );
  const draft = (wish.defects ?? []).reduce((before, name) => findDefect(name).spoil(before, now), right);
  const { typ, claims } = draft;
  return { token: await sign(desk.keys, wish.algorithm ?? "RS256", draft), typ, claims };
}

function checkOptions({ name, options, required }: TokenKind, wish: Wish): void {
  const unfit = kindOptions.find((option) => wish[option] !== undefined && !options.includes(option));
  if (unfit !== undefined) throw invalid(unfit, `${name} does not heed it`);
  const missing = required.find((option) => wish[option] === undefined);
  if (missing !== undefined) throw invalid(missing, `${name} cannot do without it`);
}

const kindOptions = ["audience", "clientId", "resource", "scope", "nonce", "platform"] as const;

function writeClaims(
  kind: TokenKind,
  wish: Wish,
  { issuer, server, at }: Desk & { at: number },
): Readonly<Record<string, unknown>> {
  const { subject, lifetimeSeconds = defaultLifetimeSeconds } = wish;
  return {
    iss: wish.issuer ?? issuer,
    ...kind.claims(wish, { subject, now: at, server }),
    iat: at,
    exp: at + lifetimeSeconds,
    jti: crypto.randomUUID(),
    ...wish.claims,
  };
}

function lessClaims(draft: Draft, { without = [] }: Wish): Draft {
  const unknown = without.find((name) => !Object.hasOwn(draft.claims, name));
  if (unknown !== undefined) throw invalid("without", `it has no claim ${unknown} anyway`);
  const left = Object.entries(draft.claims).filter(([name]) => !without.includes(name));
  return { ...draft, claims: Object.fromEntries(left) };
}

function findDefect(wanted: string): (typeof defects)[number] {
  const found = defects.find(({ name }) => name === wanted);
  if (found === undefined) throw invalid("defects", `known: ${defects.map(({ name }) => name).join(", ")}`);
  return found;
}

async function sign(keys: Keys, alg: Algorithm, { signing, ...token }: Draft): Promise<string> {
  switch (signing) {
    case "own":
      return await keys.sign(alg, token);
    case "stranger":
      return await keys.signByStranger(alg, token);
    case "broken":
      return spoilSignature(await keys.sign(alg, token));
    case "none": {
      const parts = [{ alg: "none", typ: token.typ }, token.claims];
      return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
    }
  }
}

/** Well formed still: another first byte. */
function spoilSignature(token: string): string {
  const at = token.lastIndexOf(".") + 1;
  const signature = Buffer.from(token.slice(at), "base64url");
  signature.writeUInt8(signature.readUInt8(0) ^ 1, 0);
  return token.slice(0, at) + signature.toString("base64url");
}

function invalid(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", `${field}: ${message}`, field);
}
