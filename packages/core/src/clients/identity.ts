import type { Client } from "../ports/store.ts";

/** What people knew a client by when they allowed it: another one means that they are asked again. */
export function identityOf(client: Client): string {
  const { name, redirectUris, authMethod, alsoAccepts, jwks, jwksUri } = client;
  return JSON.stringify([name, redirectUris.toSorted(), authMethod, alsoAccepts.toSorted(), jwks, jwksUri]);
}
