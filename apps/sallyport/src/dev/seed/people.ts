import { ManagementError, type Management } from "@sallyport/core";
import { usageFailure } from "../../terminal/failure.ts";

/** Everybody knows these: they exist in dev only, which nobody but this machine can reach. */
export const people = [
  { email: "alice@example.com", password: "alice-pass", name: "Alice", role: "user" },
  { email: "bob@example.com", password: "bob-pass", name: "Bob", role: "user" },
  { email: "admin@example.com", password: "admin-pass", name: "Admin", role: "owner" },
] as const;

/** What the hasher of passwords once made of theirs: to make it at each start is dear, and hides nothing. */
export const knownHashes: ReadonlyMap<string, string> = new Map([
  ["alice-pass", "$argon2id$v=19$m=19456,t=2,p=1$SIE25z2ElpciiShPAQoKAA$xprku3uaylvwLiTWde/OADNMZg8jutLamU/WmLetG+8"],
  ["bob-pass", "$argon2id$v=19$m=19456,t=2,p=1$nDp1HX2vQQtFweh3MpBgkw$GYFKfdyTqXoGf7bybGfTXAX6PtpGsO+NtQ2mF5cIh0o"],
  ["admin-pass", "$argon2id$v=19$m=19456,t=2,p=1$szk+WF045WyqITxfVsxGTg$fFk7jLwVNimry07JV2aVV/hAt4osa/fLfxxyB1BWkiE"],
]);

/** The person whom `--auto-login` names, by e-mail address or the part before the @. @throws Failure */
export function findPerson(wanted: string): (typeof people)[number] {
  const found = people.find(({ email }) => email === wanted || email.split("@", 1)[0] === wanted);
  if (found !== undefined) return found;
  const names = people.map(({ email }) => email.split("@", 1)[0]).join(", ");
  throw usageFailure(`--auto-login must be one of ${names}, not ${wanted}`, "autoLogin");
}

/** Creates the people that are not there yet. */
export async function seedPeople({ users }: Management): Promise<void> {
  await Promise.all(people.map((person) => unlessThere(() => users.create(person))));
}

/** Creating again what is there is nothing. */
export async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ManagementError && error.code === "already_exists")) throw error;
  }
}
