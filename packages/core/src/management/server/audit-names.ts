import type { ManagementContext } from "../../context.ts";
import type { AuditRow } from "../../ports/store.ts";

/** A row with what people call those whom it names; whoever was erased or deleted has no name any more. */
export interface NamedAuditRow extends AuditRow {
  clientName?: string;
  userEmail?: string;
  /** The e-mail address of a person, the name of an API key. */
  actorName?: string;
}

/** Looks everybody up once, however many rows name them. */
export async function nameRows(
  { store }: ManagementContext,
  rows: readonly AuditRow[],
): Promise<readonly NamedAuditRow[]> {
  const actors = (kind: AuditRow["actorKind"]) =>
    rows.flatMap(({ actorKind, actorId }) => (actorKind === kind && actorId !== undefined ? [actorId] : []));
  const [clients, people, keys] = await Promise.all([
    lookUp(
      rows.map(({ clientId }) => clientId),
      async (id) => (await store.clients.get(id))?.name,
    ),
    lookUp(
      [...rows.map(({ userId }) => userId), ...actors("person")],
      async (id) => (await store.users.get(id))?.email,
    ),
    lookUp(actors("api_key"), async (id) => (await store.apiKeys.get(id))?.name),
  ]);
  return rows.map((row) => ({
    ...row,
    ...named("clientName", clients.get(row.clientId)),
    ...named("userEmail", people.get(row.userId)),
    ...named("actorName", (row.actorKind === "person" ? people : keys).get(row.actorId)),
  }));
}

type Names = ReadonlyMap<string | undefined, string | undefined>;

async function lookUp(
  ids: readonly (string | undefined)[],
  find: (id: string) => Promise<string | undefined>,
): Promise<Names> {
  const known = [...new Set(ids)].filter((id) => id !== undefined);
  return new Map(await Promise.all(known.map(async (id) => [id, await find(id)] as const)));
}

function named<Member extends string>(member: Member, name: string | undefined): { [Key in Member]?: string } {
  const one: { [Key in Member]?: string } = {};
  if (name !== undefined) one[member] = name;
  return one;
}
