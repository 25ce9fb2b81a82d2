/** Somebody who can sign in. */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/**
 * Who does something: an e-mail address, or the part before the @ (`"alice"`), of the people of the start and those
 * that `seed` put in; or anybody with their password.
 */
export type PersonName = string | Person;

/** As the control API reads it. */
export function namePerson(person: PersonName | undefined): { person?: string; password?: string } {
  if (person === undefined) return {};
  return typeof person === "string" ? { person } : { person: person.email, password: person.password };
}
