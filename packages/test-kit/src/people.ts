/**
 * Somebody who can sign in.
 * @example
 * ```ts
 * import { startTestServer, type Person } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const person: Person = { email: "eve@example.com", password: "correct horse" };
 * await server.seed({ users: [person] });
 * ```
 */
export interface Person {
  readonly email: string;
  readonly password: string;
}

/**
 * Who does something: an e-mail address, or the part before the @ (`"alice"`), of the people of the start and those
 * that `seed` put in; or anybody with their password.
 * @example
 * ```ts
 * import { startTestServer, type PersonName } from "@sallyport/test-kit";
 * await using server = await startTestServer();
 * const person: PersonName = "bob";
 * await server.signIn(person);
 * ```
 */
export type PersonName = string | Person;

/** As the control API reads it. */
export function namePerson(person: PersonName | undefined): { person?: string; password?: string } {
  if (person === undefined) return {};
  return typeof person === "string" ? { person } : { person: person.email, password: person.password };
}
