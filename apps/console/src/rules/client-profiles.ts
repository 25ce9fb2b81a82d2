/** What an operator enters for an application that is known, in place of looking it up. */
export interface ClientProfile {
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Absent: it has no secret. */
  readonly secretMethod?: "client_secret_post" | "client_secret_basic";
  /** It comes without being made here, where the policy lets it. */
  readonly comesByItself: boolean;
  /** What to know before. */
  readonly hint?: string;
}

/** A loopback redirect URI without a port is good for every port (RFC 8252 section 7.3). */
export const clientProfiles: readonly ClientProfile[] = [
  {
    id: "claude-web",
    name: "Claude web/Desktop",
    redirectUris: ["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
    secretMethod: "client_secret_post",
    comesByItself: true,
    hint: "Enter the id and the secret in the connector's advanced settings.",
  },
  {
    id: "claude-code",
    name: "Claude Code",
    redirectUris: ["http://localhost/callback", "http://127.0.0.1/callback"],
    comesByItself: true,
    hint: "Pass the id with --client-id when you add the server.",
  },
  {
    id: "chatgpt",
    name: "ChatGPT",
    redirectUris: [],
    secretMethod: "client_secret_post",
    comesByItself: true,
    hint: "Each connector has a redirect URI of its own, below https://chatgpt.com/connector/oauth/: ChatGPT shows it while you add the connector.",
  },
  {
    id: "vs-code",
    name: "VS Code",
    redirectUris: [
      "http://127.0.0.1/",
      "http://127.0.0.1:33418/",
      "https://vscode.dev/redirect",
      "https://insiders.vscode.dev/redirect",
    ],
    comesByItself: true,
    hint: "VS Code asks for the id when the server does not let it register.",
  },
  {
    id: "cursor",
    name: "Cursor",
    redirectUris: [
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "https://www.cursor.com/agents/mcp/oauth/callback",
      "http://localhost/callback",
    ],
    comesByItself: true,
  },
  {
    id: "codex",
    name: "Codex",
    redirectUris: ["http://127.0.0.1/callback", "http://localhost/callback"],
    comesByItself: true,
    hint: "Builds that wait at a path of their own, /callback/…, need that one here as well.",
  },
  {
    id: "opencode",
    name: "OpenCode",
    redirectUris: ["http://127.0.0.1/mcp/oauth/callback"],
    secretMethod: "client_secret_post",
    comesByItself: true,
  },
  {
    id: "inspector",
    name: "MCP Inspector",
    redirectUris: ["http://localhost:6274/oauth/callback"],
    comesByItself: true,
  },
  { id: "mcp-remote", name: "mcp-remote", redirectUris: ["http://localhost/oauth/callback"], comesByItself: true },
];

/** Anything else: an agent, a script, a web application. */
export const otherClient: ClientProfile = {
  id: "other",
  name: "Something else",
  redirectUris: [],
  comesByItself: false,
};
