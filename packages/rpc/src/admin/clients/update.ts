import { procedureFor } from "../trpc.ts";
import {
  accessTokenTtlInput,
  clientIdInput,
  descriptionInput,
  grantTypesInput,
  jwksInput,
  nameInput,
  redirectUrisInput,
  refreshTokenTtlInput,
  scopesInput,
  uriInput,
  versionInput,
} from "./client-input.ts";
import { clientView, refreshReplays, toClientView } from "../../views/client-view.ts";

/** What is absent stays; null takes away what can be absent. */
const input = clientIdInput.extend({
  version: versionInput,
  clientName: nameInput.optional(),
  clientDescription: descriptionInput.nullish(),
  redirectUris: redirectUrisInput.optional(),
  scopes: scopesInput.nullish(),
  defaultResource: uriInput.nullish(),
  tokenEndpointAuthMethod: nameInput.optional(),
  grantTypes: grantTypesInput.optional(),
  accessTokenTtlSeconds: accessTokenTtlInput.nullish(),
  refreshTokenTtlSeconds: refreshTokenTtlInput.nullish(),
  refreshReplay: refreshReplays.nullish(),
  jwks: jwksInput.nullish(),
  jwksUri: uriInput.nullish(),
  logoUri: uriInput.nullish(),
});

/** After another name, other addresses or keys everybody is asked for consent again. */
export const updateClient = procedureFor("operator")
  .input(input)
  .output(clientView)
  .mutation(async ({ ctx, input: { clientId, clientName, clientDescription, tokenEndpointAuthMethod, ...rest } }) => {
    const change = { ...rest, name: clientName, description: clientDescription, authMethod: tokenEndpointAuthMethod };
    return toClientView(await ctx.manage.clients.update(clientId, change));
  });
