import { coversResource, isSecureUrl } from "../addresses.ts";
import { textOf, asObject, type Answer } from "../answer.ts";
import { type Gathered, gathered, notGathered, type PersonEvidence, type RefreshRace } from "../evidence.ts";
import { type Flow, intendedResource } from "./authorize.ts";
import { initializeCall, toolCall } from "./mcp.ts";
import type { DoctorOptions } from "./options.ts";
import { signIn } from "./sign-in.ts";
import { postAs, tokenEndpoint } from "./token.ts";

const foreignMetadata = "the metadata is for another resource";
const needsPerson = "it needs somebody signed in (--login or --token)";

export async function gatherPerson(flow: Flow, options: DoctorOptions): Promise<PersonEvidence> {
  const redirected = await gatherRedirect(flow, options);
  const tokenAnswer = await redeem(flow, redirected);
  const body = tokenAnswer.isDone ? asObject(tokenAnswer.value.json) : undefined;
  const token = options.token ?? textOf(body, "access_token");
  const refreshToken = options.refreshToken ?? textOf(body, "refresh_token");
  const use = await useToken(flow, options, token);
  const refreshRace = await race(flow, refreshToken, tokenAnswer);
  const own = [textOf(body, "refresh_token"), textOf(body, "access_token")];
  if (body !== undefined) await revoke(flow, [...successorsOf(refreshRace), ...own]);
  return { redirected, tokenAnswer, ...use, refreshRace };
}

function successorsOf(race: Gathered<RefreshRace>): readonly (string | undefined)[] {
  if (!race.isDone) return [];
  const { first, second, later } = race.value;
  return [first, second, ...later].map((answer) => textOf(asObject(answer.json), "refresh_token"));
}

/**
 * Nothing that was got by signing in stays behind, where the server lets us take it back (RFC 7009). The
 * client authenticates there as well, so the address must be beside the token endpoint.
 */
async function revoke(flow: Flow, tokens: readonly (string | undefined)[]): Promise<void> {
  const endpoint = textOf(flow.server.document, "revocation_endpoint");
  const [client, neighbour] = [flow.tokenClient, tokenEndpoint(flow)];
  if (endpoint === undefined || !isSecureUrl(endpoint) || !client.isDone || !neighbour.isDone) return;
  if (new URL(endpoint).origin !== new URL(neighbour.value).origin) return;
  for (const token of new Set(tokens)) {
    if (token !== undefined) await postAs(flow, client.value, { endpoint, fields: { token } });
  }
}

/** Such metadata must not be used (RFC 9728 section 3.3): this server would be sent a token for another one. */
function isForeign({ resource, mcpUrl }: Flow): boolean {
  const named = textOf(resource.document, "resource");
  return named !== undefined && !coversResource(named, mcpUrl);
}

async function gatherRedirect(flow: Flow, options: DoctorOptions): Promise<Gathered<URLSearchParams>> {
  if (options.account === undefined) return notGathered("it needs somebody to sign in (--login)");
  if (isForeign(flow)) return notGathered(foreignMetadata);
  if (!flow.client.isDone) return flow.client;
  return await signIn(flow, flow.client.value, options.account);
}

async function redeem(flow: Flow, redirected: Gathered<URLSearchParams>): Promise<Gathered<Answer>> {
  if (!redirected.isDone) return redirected;
  const { tokenClient: client } = flow;
  if (!client.isDone) return client;
  const endpoint = tokenEndpoint(flow);
  if (!endpoint.isDone) return endpoint;
  const code = redirected.value.get("code");
  if (code === null) return notGathered(`there is no code but error=${redirected.value.get("error") ?? ""}`);
  const fields = {
    grant_type: "authorization_code",
    code,
    redirect_uri: client.value.redirectUri,
    code_verifier: flow.pkce.verifier,
    resource: intendedResource(flow),
  };
  return gathered(await postAs(flow, client.value, { endpoint: endpoint.value, fields }));
}

type TokenUse = Pick<PersonEvidence, "withToken" | "withTamperedToken" | "toolCall">;

async function useToken(flow: Flow, { tool }: DoctorOptions, token: string | undefined): Promise<TokenUse> {
  const { caller, mcpUrl } = flow;
  if (token === undefined) return unused(needsPerson);
  if (!isSecureUrl(mcpUrl)) return unused("the MCP server has no safe address, and gets no token");
  const bearer = { authorization: `Bearer ${token}` };
  const withToken = await caller(mcpUrl, initializeCall(bearer));
  const session = withToken.headers.get("mcp-session-id");
  const inSession = session === null ? bearer : { ...bearer, "mcp-session-id": session };
  const use = {
    withToken: gathered(withToken),
    withTamperedToken: gathered(await caller(mcpUrl, initializeCall({ authorization: `Bearer ${tamper(token)}` }))),
    toolCall:
      tool === undefined
        ? notGathered("no tool is known that needs more scopes (--tool names one)")
        : gathered(await caller(mcpUrl, toolCall(tool, inSession))),
  };
  if (session !== null) await caller(mcpUrl, { method: "DELETE", headers: inSession });
  return use;
}

function unused(because: string): TokenUse {
  const missing = notGathered(because);
  return { withToken: missing, withTamperedToken: missing, toolCall: missing };
}

/** Changes a letter in the middle of the last part, which is the signature when there are parts. */
function tamper(token: string): string {
  const at = Math.floor((token.lastIndexOf(".") + 1 + token.length) / 2);
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}

async function race(
  flow: Flow,
  refreshToken: string | undefined,
  tokenAnswer: Gathered<Answer>,
): Promise<Gathered<RefreshRace>> {
  if (refreshToken === undefined) {
    return notGathered(
      tokenAnswer.isDone ? "there is no refresh token" : "it needs a refresh token (--login or --refresh-token)",
    );
  }
  if (isForeign(flow)) return notGathered(foreignMetadata);
  const { tokenClient: client } = flow;
  if (!client.isDone) return client;
  const endpoint = tokenEndpoint(flow);
  if (!endpoint.isDone) return endpoint;
  const resource = intendedResource(flow);
  const refresh = async (token: string): Promise<Answer> => {
    const fields = { grant_type: "refresh_token", refresh_token: token, resource };
    return await postAs(flow, client.value, { endpoint: endpoint.value, fields });
  };
  const [first, second] = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
  const successors = [first, second].map((answer) => textOf(asObject(answer.json), "refresh_token"));
  const later: Answer[] = [];
  if (successors[0] !== successors[1]) {
    for (const token of successors) if (token !== undefined) later.push(await refresh(token));
  }
  return gathered({ first, second, later });
}
