import type { Client } from "@sallyport/core";
import type { ProtectedServer } from "../server/protection.ts";
import type { Running } from "../server/wire.ts";
import type { HostedDocument } from "./documents/documents.ts";

/** A running dev server. */
export interface DevServer extends Running {
  issuer: string;
  adminUrl: string;
  userinfoUrl: string;
  description: string;
  client: Client;
  /** With https: the file of the certificate that clients have to trust. */
  caFile: string | undefined;
  documents: readonly HostedDocument[];
  /** The MCP endpoint of the demo. */
  mcpUrl: string | undefined;
  protectedServer: ProtectedServer | undefined;
  /** The issuer of the identity provider. */
  identityIssuer: string | undefined;
  /** For alice, by the dev client; absent when her password was changed. */
  accessToken: string | undefined;
  /** Another one like it. */
  freshToken(): Promise<string | undefined>;
}
