import type { Person } from "./people.ts";

/** What a dev server says of itself. */
export interface Announcement {
  readonly issuer: string;
  readonly adminUrl: string;
  /** With https: the file of the certificate that clients have to trust. */
  readonly ca?: string;
  readonly mcpUrl?: string;
  readonly users: readonly (Person & { readonly role: "user" | "owner" })[];
  readonly documents: readonly { readonly name: string; readonly url: string; readonly file?: string }[];
  readonly client: { readonly client_id: string; readonly redirect_uris: readonly string[] };
}
