import type { Client, Resource } from "@sallyport/core";
import { z } from "zod";
import { obtainTokens } from "../seed/token.ts";
import { credentialsOf, personInput, refusePassword } from "./person.ts";
import type { ControlContext } from "./control-context.ts";

export const issueInput = z
  .strictObject({
    ...personInput,
    clientId: z.string().min(1).max(2_048).optional().describe("Default: the client of the start"),
    clientSecret: z.string().min(1).max(1_024).optional().describe("Of a confidential client"),
    resource: z
      .string()
      .min(1)
      .max(2_048)
      .optional()
      .describe("Default: the protected server or the demo, if there is one"),
    scope: z
      .string()
      .min(1)
      .max(4_096)
      .optional()
      .describe("Names with spaces between; default: openid profile email and all of the resource"),
  })
  .prefault({});

export const issuedView = z.object({
  accessToken: z.string(),
  tokenType: z.string(),
  expiresInSeconds: z.int(),
  scope: z.string(),
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
});

const answered = z
  .object({
    access_token: z.string(),
    token_type: z.string(),
    expires_in: z.int(),
    scope: z.string(),
    refresh_token: z.string().optional(),
    id_token: z.string().optional(),
  })
  .transform((answer) => ({
    accessToken: answer.access_token,
    tokenType: answer.token_type,
    expiresInSeconds: answer.expires_in,
    scope: answer.scope,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
  }));

/**
 * The whole flow inside the server: no request of a client, so that it is not among the requests and meets no fault.
 * @throws OAuthError as a client would meet it @throws ManagementError
 */
export async function issueTokens(
  control: ControlContext,
  input: z.infer<typeof issueInput>,
): Promise<z.infer<typeof issuedView>> {
  const { clientId, clientSecret, scope } = input;
  const person = credentialsOf(control, input);
  const { manage } = control.provider();
  const client: Client = await manage.clients.get(clientId ?? control.describe().client.client_id);
  const resource = await findResource(control, input.resource);
  const wish = { client, clientSecret, person, scope: scope ?? usualScope(resource), resource: resource?.uri };
  const answer = await obtainTokens(control.provider(), wish);
  return answer === undefined ? refusePassword() : answered.parse(answer);
}

async function findResource(
  { describe, provider }: ControlContext,
  wanted: string | undefined,
): Promise<Resource | undefined> {
  const { mcpUrl, protected: guarded } = describe();
  const uri = wanted ?? guarded?.url ?? mcpUrl;
  return uri === undefined ? undefined : await provider().manage.resources.get(uri);
}

function usualScope(resource: Resource | undefined): string {
  return ["openid", "profile", "email", ...(resource?.scopes ?? []).map(({ name }) => name)].join(" ");
}
