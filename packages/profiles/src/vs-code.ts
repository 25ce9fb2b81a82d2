import type { ClientProfile } from "./client-profile.ts";
import { byEveryClient } from "./requirements.ts";
import { interactive, usual } from "./usual.ts";

const deviceCode = "urn:ietf:params:oauth:grant-type:device_code";

export const vsCode: ClientProfile = {
  ...usual,
  id: "vs-code",
  name: "VS Code",
  ways: ["document", "registration", "by hand"],
  registration: {
    client_name: "Visual Studio Code",
    client_uri: "https://code.visualstudio.com",
    ...interactive,
    redirect_uris: [
      "https://insiders.vscode.dev/redirect",
      "https://vscode.dev/redirect",
      "http://127.0.0.1/",
      "http://127.0.0.1:33418/",
    ],
    scope: "demo:read",
    token_endpoint_auth_method: "none",
    application_type: "native",
  },
  document: {
    url: "https://vscode.dev/oauth/client-metadata.json",
    members: {
      client_name: "Visual Studio Code",
      client_uri: "https://vscode.dev/product",
      logo_uri: "https://vscode.dev/logo.png",
      grant_types: [...interactive.grant_types, deviceCode],
      response_types: ["code"],
      redirect_uris: ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"],
      token_endpoint_auth_method: "none",
      application_type: "native",
    },
  },
  redirectUri: "http://127.0.0.1:33418/",
  requires: {
    ...usual.requires,
    always: [...byEveryClient, "resource-metadata-found", "resource-exact"],
  },
  wizard: {
    redirectUris: [
      "http://127.0.0.1/",
      "http://127.0.0.1:33418/",
      "https://vscode.dev/redirect",
      "https://insiders.vscode.dev/redirect",
    ],
    hint: "VS Code asks for the id when the server does not let it register.",
  },
  quirks: [
    "registers as `native` with https and loopback redirect URIs mixed, one of them twice but for its port",
    "registers the grant types that it shares with the server, and asks for the device grant where there is one",
    "its document asks for a grant type that the server may not have",
  ],
};
