import type { Unsigned } from "./keys.ts";

/** A token about to be signed, and by which key: own, one that nobody knows, none, or wrongly. */
export interface Draft extends Unsigned {
  signing: "own" | "stranger" | "none" | "broken";
}

interface Defect {
  name: string;
  summary: string;
  spoil(draft: Draft, now: number): Draft;
}

const hour = 3_600;
const instants = ["iat", "nbf", "exp", "auth_time"];

/** What a token has wrong with it on purpose, for whoever must refuse it. */
export const defects: readonly Defect[] = [
  {
    name: "expired",
    summary: "it ended an hour ago",
    spoil: (draft, now) => move(draft, now - hour - Number(draft.claims["exp"] ?? now)),
  },
  {
    name: "not_yet_valid",
    summary: "it begins in an hour",
    spoil: (draft, now) => move(say(draft, { nbf: now }), hour),
  },
  {
    name: "wrong_audience",
    summary: "it is for somebody else",
    spoil: (draft) => say(draft, { aud: "https://other.example" }),
  },
  {
    name: "wrong_issuer",
    summary: "it names another issuer",
    spoil: (draft) => say(draft, { iss: "https://other-issuer.example" }),
  },
  {
    name: "wrong_client",
    summary: "it names another client",
    spoil: (draft) => say(draft, { client_id: "another-client" }),
  },
  {
    name: "wrong_type",
    summary: "its typ is that of an access token",
    spoil: (draft) => ({ ...draft, typ: "at+jwt" }),
  },
  { name: "bad_signature", summary: "its signature is spoilt", spoil: (draft) => ({ ...draft, signing: "broken" }) },
  { name: "unknown_key", summary: "its key is in no key set", spoil: (draft) => ({ ...draft, signing: "stranger" }) },
  { name: "unsigned", summary: "its algorithm is none", spoil: (draft) => ({ ...draft, signing: "none" }) },
];

function say(draft: Draft, claims: Readonly<Record<string, unknown>>): Draft {
  return { ...draft, claims: { ...draft.claims, ...claims } };
}

/** All instants that it names, by the same distance. */
function move(draft: Draft, seconds: number): Draft {
  const moved = Object.entries(draft.claims)
    .filter(([name, value]) => instants.includes(name) && typeof value === "number")
    .map(([name, value]) => [name, Number(value) + seconds]);
  return say(draft, Object.fromEntries(moved) as Readonly<Record<string, unknown>>);
}
