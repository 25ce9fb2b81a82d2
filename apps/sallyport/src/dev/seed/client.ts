import type { Client, Management } from "@sallyport/core";

const name = "Dev client";
/** A loopback redirect URI holds for every port (RFC 8252 section 7.3). */
const redirectUris = ["http://127.0.0.1/callback", "http://localhost/callback"];

/** The ready client: of earlier starts, or new. */
export async function seedClient({ clients }: Management): Promise<Client> {
  for (let cursor: string | undefined; ;) {
    const { items, next } = await clients.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    const known = items.find((client) => client.name === name && client.provenance === "preregistered");
    if (known !== undefined) return known;
    if (next === undefined) break;
    cursor = next;
  }
  const { client } = await clients.create({ name, type: "public", redirectUris });
  return client;
}
