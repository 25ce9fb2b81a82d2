import type { CheckId } from "./checks/all.ts";

/** How a client comes by a client id: its own metadata document, registration, or a person who types it in. */
export type Way = "document" | "registration" | "by hand";

/** One client, and what stops it. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** In the order of its choice; a way that was chosen is not left when it fails. */
  readonly ways: readonly Way[];
  /** It calls from its maker's servers, so that loopback and private addresses are out of its reach. */
  readonly isHosted: boolean;
  /** Uses its metadata document only where `none` is among the authentication methods. */
  readonly documentNeedsNone: boolean;
  /** Each of these checks stops it when it fails. */
  readonly fatal: readonly CheckId[];
  /** These stop it too when it registers. */
  readonly fatalForRegistration: readonly CheckId[];
  /** These stop it too when it uses its document. */
  readonly fatalForDocument: readonly CheckId[];
}

/** Without these no client gets through. */
const everywhere = [
  "mcp-unauthorized",
  "metadata-found",
  "metadata-html",
  "metadata-errors",
  "metadata-nulls",
  "metadata-schema",
  "response-type-code",
  "resource-metadata-nulls",
  "resource-metadata-schema",
  "resource-metadata-places",
  "resource-matches",
  "authorize-accepts",
  "token-response",
  "token-accepted",
] as const;
const registration = ["register-accepted", "register-echo", "register-secret-expiry", "register-loopback"] as const;
const hostedRegistration = ["register-accepted", "register-echo", "register-secret-expiry"] as const;
/** Its document has loopback redirect URIs without a port. */
const portless = ["authorize-loopback-port"] as const;

const usual = {
  ways: ["registration", "by hand"],
  isHosted: false,
  documentNeedsNone: false,
  fatal: [...everywhere, "pkce-s256"],
  fatalForRegistration: registration,
  fatalForDocument: [],
} satisfies Omit<Profile, "id" | "name">;

const hosted = { ...usual, isHosted: true, fatalForRegistration: hostedRegistration } as const;
/** The second line of the TypeScript SDK compares issuers and refuses insecure endpoints. */
const strict = ["issuer-identical", "endpoints-secure", "authorize-success-iss"] as const;

export const profiles: readonly Profile[] = [
  {
    ...usual,
    id: "claude-code",
    name: "Claude Code",
    ways: ["document", "registration", "by hand"],
    documentNeedsNone: true,
    fatalForDocument: portless,
  },
  {
    ...hosted,
    id: "claude-web",
    name: "Claude web/Desktop",
    ways: ["document", "registration", "by hand"],
    documentNeedsNone: true,
    fatal: [...usual.fatal, "mcp-secure", "endpoints-secure", "refresh-race"],
  },
  {
    ...hosted,
    id: "chatgpt",
    name: "ChatGPT",
    ways: ["document", "registration", "by hand"],
    fatal: [...usual.fatal, "mcp-secure", "endpoints-secure"],
  },
  {
    ...usual,
    id: "vs-code",
    name: "VS Code",
    ways: ["document", "registration", "by hand"],
    fatal: [...usual.fatal, "resource-metadata-found", "resource-exact"],
  },
  {
    ...usual,
    id: "cursor",
    name: "Cursor",
    fatalForRegistration: [...registration, "register-private-use"],
  },
  {
    ...usual,
    id: "codex",
    name: "Codex",
    ways: ["document", "registration", "by hand"],
    documentNeedsNone: true,
    fatal: [...usual.fatal, "authorize-success-iss", "refresh-race"],
    fatalForDocument: portless,
  },
  {
    ...usual,
    id: "opencode",
    name: "OpenCode",
    ways: ["document", "registration", "by hand"],
    documentNeedsNone: true,
    fatal: [...usual.fatal, "refresh-race"],
  },
  { ...usual, id: "inspector", name: "MCP Inspector" },
  { ...usual, id: "mcp-remote", name: "mcp-remote" },
  {
    ...usual,
    id: "lm-studio",
    name: "LM Studio",
    ways: ["registration"],
    fatalForRegistration: [...registration, "register-complete"],
  },
  {
    ...usual,
    id: "typescript-sdk-1",
    name: "TypeScript SDK v1",
    ways: ["registration", "document", "by hand"],
    fatal: [...usual.fatal, "refresh-race"],
  },
  {
    ...usual,
    id: "typescript-sdk-2",
    name: "TypeScript SDK v2",
    ways: ["registration", "document", "by hand"],
    fatal: [...usual.fatal, ...strict, "refresh-race"],
  },
  {
    ...usual,
    id: "python-sdk",
    name: "Python SDK",
    fatal: [...usual.fatal, "authorization-endpoint-query"],
  },
];
