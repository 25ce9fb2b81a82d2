import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient, byHostedRegistration } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

export const chatgpt: ClientProfile = {
  ...usual,
  id: "chatgpt",
  name: "ChatGPT",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "ChatGPT",
    redirect_uris: ["https://chatgpt.com/connector/oauth/aB3dE5fG7hJ9"],
    ...interactive,
    token_endpoint_auth_method: "none",
  },
  document: {
    url: "https://chatgpt.com/oauth/aB3dE5fG7hJ9/client.json",
    members: {
      client_name: "ChatGPT",
      client_uri: "https://chatgpt.com",
      redirect_uris: ["https://chatgpt.com/connector/oauth/aB3dE5fG7hJ9"],
      ...interactive,
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_methods_supported: ["none", "private_key_jwt"],
      token_endpoint_auth_signing_alg: "RS256",
      jwks_uri: "https://chatgpt.com/oauth/jwks.json",
    },
    authentication: "private_key_jwt",
  },
  byHand: "client_secret_post",
  redirectUri: "https://chatgpt.com/connector/oauth/aB3dE5fG7hJ9",
  atUnknownClient: "tells the person",
  isHosted: true,
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "mcp-secure", "endpoints-secure"],
    registration: byHostedRegistration,
  },
  wizard: {
    redirectUris: [],
    hint: "Each connector has a redirect URI of its own, below https://chatgpt.com/connector/oauth/: ChatGPT shows it while you add the connector.",
  },
  quirks: [
    "signs with RS256, by keys at an address of its own",
    "says by a member that no standard knows that it could do without its key",
  ],
};
