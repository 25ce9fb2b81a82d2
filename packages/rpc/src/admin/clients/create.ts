import { z } from "zod";
import { idempotencyKeyInput, idempotent } from "../idempotent.ts";
import { procedureFor } from "../trpc.ts";
import {
  accessTokenTtlInput,
  descriptionInput,
  grantTypesInput,
  jwksInput,
  nameInput,
  redirectUrisInput,
  refreshTokenTtlInput,
  scopesInput,
  uriInput,
} from "./client-input.ts";
import { clientTypes, clientView, refreshReplays, toClientView } from "../../views/client-view.ts";

const input = z.strictObject({
  clientName: nameInput,
  clientDescription: descriptionInput.optional(),
  clientType: clientTypes.default("public"),
  /** None: for grant types that send nobody back, such as client_credentials. */
  redirectUris: redirectUrisInput.default([]),
  /** Absent: every scope that is not privileged. */
  scopes: scopesInput.optional(),
  /** The MCP server that the client is for. */
  defaultResource: uriInput.optional(),
  tokenEndpointAuthMethod: nameInput.optional(),
  /** Absent: those for people. */
  grantTypes: grantTypesInput.optional(),
  accessTokenTtlSeconds: accessTokenTtlInput.optional(),
  refreshTokenTtlSeconds: refreshTokenTtlInput.optional(),
  refreshReplay: refreshReplays.optional(),
  /** Public keys, for a method that signs. */
  jwks: jwksInput.optional(),
  /** Where such a set is. */
  jwksUri: uriInput.optional(),
  /** Shown on the sign-in and consent pages, made anew and from here. */
  logoUri: uriInput.optional(),
  idempotencyKey: idempotencyKeyInput,
});

const output = clientView.extend({
  /** Only here, only now, and only for confidential clients. */
  clientSecret: z.string().optional(),
  warning: z.string().optional(),
});

export const createClient = procedureFor("operator")
  .input(input)
  .output(output)
  .mutation(
    idempotent(
      async ({ ctx, input: { clientName, clientDescription, clientType, tokenEndpointAuthMethod, ...rest } }) => {
        const { client, secret } = await ctx.manage.clients.create({
          ...rest,
          name: clientName,
          description: clientDescription,
          type: clientType,
          authMethod: tokenEndpointAuthMethod,
          ownerId: ctx.person.id,
        });
        if (secret === undefined) return toClientView(client);
        return {
          ...toClientView(client),
          clientSecret: secret,
          warning: "Keep the secret now: it is not shown again.",
        };
      },
    ),
  );
