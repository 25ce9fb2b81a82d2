import type { ManagementContext } from "../../context.ts";
import { ManagementError } from "../../errors.ts";
import type { User } from "../../ports/store.ts";
import { epochSeconds } from "../../time.ts";
import { present } from "../clients/client-input.ts";
import type { ImportRun } from "./import-run.ts";
import type { ImportedPerson, ImportedRecord } from "./import-records.ts";
import { readEmail, readName } from "../people/users.ts";

/** OpenID Connect Core section 2: ASCII, 255 characters at most; a blank in it would only be a mistake. */
const idPattern = /^[\x21-\x7e]{1,255}$/;
const idBytes = 16;

/** So many at a time share one commit. */
const peopleAtOnce = 100;

/** Those who are here already stay as they are: their password may be a newer one. */
export async function importPeople(context: ManagementContext, run: ImportRun): Promise<ImportedRecord[]> {
  const { people } = run.wanted.records;
  const seen = { ids: new Set<string>(), emails: new Set<string>() };
  const done: ImportedRecord[] = [];
  for (let first = 0; first < people.length; first += peopleAtOnce) {
    const some = people.slice(first, first + peopleAtOnce);
    done.push(...(await Promise.all(some.map((person) => importPerson(context, { person, seen, run })))));
    run.wanted.progress?.("person", done.length);
  }
  return done;
}

interface PersonImport {
  person: ImportedPerson;
  /** Those before, in the file. */
  seen: { ids: Set<string>; emails: Set<string> };
  run: ImportRun;
}

async function importPerson(context: ManagementContext, { person, seen, run }: PersonImport): Promise<ImportedRecord> {
  const { where, id = person.email } = person;
  const record = { kind: "person", where, id: id.slice(0, 255) } as const;
  try {
    const user = readPerson(context, person);
    if (seen.ids.has(user.id)) throw refusal("id", "the person stands twice in the file");
    if (seen.emails.has(user.email)) throw refusal("email", "the e-mail address stands twice in the file");
    seen.ids.add(user.id);
    seen.emails.add(user.email);
    return { ...record, ...(await takePerson(context, user, { person, run })) };
  } catch (error) {
    if (!(error instanceof ManagementError)) throw error;
    return { ...record, outcome: "refused", ...present({ field: error.field }), reason: error.message };
  }
}

/** @throws ManagementError naming the member at fault */
function readPerson({ clock, passwords, random }: ManagementContext, person: ImportedPerson): User {
  const { id, name, passwordHash, isDisabled, createdAt } = person;
  if (id !== undefined && !idPattern.test(id)) throw refusal("id", "an id has 1 to 255 visible ASCII characters");
  return {
    id: id ?? `user_${random.bytes(idBytes).toString("base64url")}`,
    email: readEmail(person.email),
    role: "user",
    status: isDisabled === true ? "disabled" : "active",
    epoch: 0,
    version: 1,
    createdAt: epochSeconds(createdAt ?? clock.now()),
    ...present({
      name: name === undefined ? undefined : readName(name),
      passwordHash: passwordHash !== undefined && passwords.canVerify(passwordHash) ? passwordHash : undefined,
    }),
  };
}

async function takePerson(
  { store, events }: ManagementContext,
  user: User,
  { person, run }: Omit<PersonImport, "seen">,
): Promise<Pick<ImportedRecord, "outcome" | "field" | "reason">> {
  const [known, sameEmail] = await Promise.all([
    person.id === undefined ? undefined : store.users.get(person.id),
    store.users.getByEmail(user.email),
  ]);
  const here = person.id === undefined ? sameEmail : known;
  if (here === undefined && sameEmail !== undefined) {
    throw refusal("email", `${sameEmail.id} has this e-mail address here`);
  }
  if (here !== undefined) return compare(here, user);
  if (user.passwordHash === undefined)
    run.note({ where: person.where, id: user.email, message: whyNoPassword(person) });
  if (!run.wanted.isDryRun) {
    if ((await store.users.insert(user)) === "exists") throw refusal("email", "somebody else has it by now");
    events.emit({ type: "user.created", userId: user.id, role: user.role });
  }
  return { outcome: "created" };
}

function compare(here: User, user: User): Pick<ImportedRecord, "outcome" | "reason"> {
  const other = (["email", "name", "status"] as const).filter((member) => here[member] !== user[member]);
  if (other.length === 0) return { outcome: "unchanged" };
  return { outcome: "skipped", reason: `here with another ${other.join(", ")}` };
}

function whyNoPassword({ passwordHash }: ImportedPerson): string {
  const why =
    passwordHash === undefined ? "the file has no password of theirs" : "their password's hash cannot be checked here";
  return `without a password, because ${why}: sallyport users reset-password`;
}

function refusal(field: string, message: string): ManagementError {
  return new ManagementError("invalid_input", message, field);
}
