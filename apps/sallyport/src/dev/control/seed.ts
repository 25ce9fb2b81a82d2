import { z } from "zod";
import type { ControlContext } from "./control-context.ts";

const person = z.strictObject({ email: z.string(), password: z.string(), name: z.string().optional() });
const scope = z.strictObject({ name: z.string(), description: z.string().optional() });
const resource = z.strictObject({
  uri: z.string(),
  name: z.string().optional(),
  scopes: z.array(scope).optional(),
});
const client = z.strictObject({
  name: z.string(),
  type: z.enum(["public", "confidential"]).default("public"),
  redirectUris: z.array(z.string()),
  scopes: z.array(z.string()).optional(),
  grantTypes: z.array(z.string()).optional(),
});

export const seedInput = z.strictObject({
  users: z.array(person).max(1_000).default([]),
  resources: z.array(resource).max(1_000).default([]),
  clients: z.array(client).max(1_000).default([]),
});

export const seededView = z.object({
  users: z.array(z.object({ email: z.string(), id: z.string() })),
  resources: z.array(z.object({ uri: z.string() })),
  clients: z.array(z.object({ name: z.string(), clientId: z.string(), clientSecret: z.string().optional() })),
});

export type Seeded = z.infer<typeof seededView>;

/** Creates them in the order of the lists; those before one that cannot be created stay. */
export async function seed(control: ControlContext, input: z.infer<typeof seedInput>): Promise<Seeded> {
  const { manage } = control.provider();
  const seeded: Seeded = { users: [], resources: [], clients: [] };
  for (const { email, password, name } of input.users) {
    const { id } = await manage.users.create({ email, password, name, role: "user" });
    control.people.add({ email, password });
    seeded.users.push({ email, id });
  }
  for (const { scopes = [], ...one } of input.resources) {
    const described = scopes.map(({ name, description = name }) => ({ name, description }));
    const { uri } = await manage.resources.create({ ...one, scopes: described });
    seeded.resources.push({ uri });
  }
  for (const one of input.clients) {
    const { client, secret } = await manage.clients.create(one);
    const proof = secret === undefined ? {} : { clientSecret: secret };
    seeded.clients.push({ name: client.name, clientId: client.id, ...proof });
  }
  return seeded;
}
