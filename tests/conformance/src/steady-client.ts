import { pkce } from "@sallyport/fixtures";
import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import type { Answer, Door } from "./door.ts";
import { readPage } from "./page.ts";
import type { Account } from "./browser-person.ts";

const redirectUri = "https://app.example/cb";
const scope = "openid profile";

/** A confidential client with a person who has consented: each of its requests is one HTTP exchange. */
export interface SteadyClient {
  readonly id: string;
  readonly secret: string;
  /** The cookies of the person's browser. */
  readonly cookie: string;
  /** A new code, without a page: the consent is remembered. */
  getCode(door: Door): Promise<string>;
  redeem(door: Door, code: string): Promise<TokenAnswer>;
  refresh(door: Door, token: string): Promise<TokenAnswer>;
  revoke(door: Door, token: string): Promise<number>;
  isActive(door: Door, token: string): Promise<boolean>;
}

export interface TokenAnswer {
  readonly status: number;
  readonly error: string | undefined;
  readonly tokens: Tokens | undefined;
}

export type Tokens = z.infer<typeof tokensSchema>;

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string(), id_token: z.string().optional() });
const errorSchema = z.object({ error: z.string() });
const registeredSchema = z.object({ client_id: z.string(), client_secret: z.string() });
const activeSchema = z.object({ active: z.boolean() });

/** Registers the client by the program's own command. */
export async function registerSteadyClient(machine: Deployment): Promise<{ id: string; secret: string }> {
  const options = ["--name", "Steady", "--type", "confidential", "--redirect-uri", redirectUri];
  const { client_id: id, client_secret: secret } = registeredSchema.parse(
    await machine.manage("clients", "create", ...options),
  );
  return { id, secret };
}

/** Signs the person in and consents, once. */
export async function connect(
  door: Door,
  account: Account,
  { id, secret }: { id: string; secret: string },
): Promise<SteadyClient> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
  const cookie = await consent(door, account, authorizePath(id));

  async function ask(door: Door, name: string, form: Record<string, string>): Promise<Answer> {
    return await door.send({
      method: "POST",
      path: `/oauth/provider/${name}`,
      form: new URLSearchParams(form),
      authorization,
    });
  }

  async function getTokens(door: Door, form: Record<string, string>): Promise<TokenAnswer> {
    const { status, body } = await ask(door, "token", form);
    const parsed: unknown = JSON.parse(body);
    if (status === 200) return { status, error: undefined, tokens: tokensSchema.parse(parsed) };
    return { status, error: errorSchema.parse(parsed).error, tokens: undefined };
  }

  return {
    id,
    secret,
    cookie,
    getCode: async (door) => readCode(await door.send({ path: authorizePath(id), cookie })),
    redeem: (door, code) =>
      getTokens(door, {
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: pkce.verifier,
      }),
    refresh: (door, token) => getTokens(door, { grant_type: "refresh_token", refresh_token: token }),
    revoke: async (door, token) => (await ask(door, "revoke", { token })).status,
    isActive: async (door, token) =>
      activeSchema.parse(JSON.parse((await ask(door, "introspect", { token })).body)).active,
  };
}

function authorizePath(clientId: string): string {
  const query = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    code_challenge: pkce.challenge,
    code_challenge_method: "S256",
  };
  return `/oauth/provider/authorize?${new URLSearchParams(query).toString()}`;
}

function readCode({ status, location = "", body }: Answer): string {
  const code = URL.canParse(location) ? new URL(location).searchParams.get("code") : null;
  if (code === null) throw new Error(`no code but ${status} ${location} ${body}`);
  return code;
}

/** Sign-in and consent as a browser without script goes through them. @returns the cookies that it has then */
async function consent(door: Door, { email, password }: Account, path: string): Promise<string> {
  const begun = await door.send({ path });
  const here = begun.location ?? "";
  const browser = pairOf(begun);
  const signedIn = await fillIn(door, { path: here, cookie: browser }, { email, password });
  const cookie = `${browser}; ${pairOf(signedIn)}`;
  await fillIn(door, { path: here, cookie }, { decision: "allow" });
  return cookie;
}

/** Opens a page and sends its last form. */
async function fillIn(
  door: Door,
  { path, cookie }: { path: string; cookie: string },
  values: Record<string, string>,
): Promise<Answer> {
  const { status, body } = await door.send({ path, cookie });
  const form = readPage(body, new URL(path, "http://issuer.example")).forms.at(-1);
  if (form === undefined) throw new Error(`no form at ${path}: ${status} ${body}`);
  const filled = new URLSearchParams();
  for (const { name, value, type } of form.controls) if (type !== "submit") filled.append(name, value);
  for (const [name, value] of Object.entries(values)) filled.set(name, value);
  const answer = await door.send({ method: "POST", path: form.action.pathname, cookie, form: filled });
  if (answer.status >= 400) throw new Error(`${path} was refused: ${answer.status} ${answer.body}`);
  return answer;
}

function pairOf({ setCookies: [first = ""], status, body }: Answer): string {
  const [pair = ""] = first.split(";");
  if (pair === "") throw new Error(`no cookie but ${status} ${body}`);
  return pair;
}
