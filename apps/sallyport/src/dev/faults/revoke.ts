import type { Client, Provider } from "@sallyport/core";
import type { InstantFault } from "./fault.ts";

export const revoke: InstantFault = {
  kind: "instant",
  name: "revoke",
  summary: "all grants and tokens of clients are revoked",
  options: [],
  isForOneClient: true,
  async act({ provider }, clientId) {
    const clients = clientId === undefined ? await listActive(provider) : [await provider.manage.clients.get(clientId)];
    for (const client of clients) await endAll(provider, client);
    return `revoked the tokens of ${clients.length === 1 ? "1 client" : `${clients.length} clients`}`;
  },
};

/** Whoever is switched off holds nothing any more, also when switched on again. */
async function endAll({ manage }: Provider, { id, status }: Client): Promise<void> {
  if (status !== "active") return;
  await manage.clients.setStatus(id, "disabled");
  await manage.clients.setStatus(id, "active");
}

async function listActive({ manage }: Provider): Promise<Client[]> {
  const found: Client[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await manage.clients.list({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items.filter(({ status }) => status === "active"));
    if (page.next === undefined) return found;
    cursor = page.next;
  }
}
