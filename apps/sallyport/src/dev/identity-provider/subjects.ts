import { people } from "../seed/people.ts";

/** Whom this provider knows: the people of dev, under names that are no e-mail addresses. */
export const subjects: readonly string[] = people.map(({ email }) => subjectOf(email));

/** What tokens say of a subject: of the people of dev more than the name. */
export function personClaims(subject: string): { sub: string; email?: string; email_verified?: true; name?: string } {
  const person = people.find(({ email }) => subjectOf(email) === subject);
  if (person === undefined) return { sub: subject };
  return { sub: subject, email: person.email, email_verified: true, name: person.name };
}

/** As this provider names somebody: `alice`. */
export function subjectOf(email: string): string {
  return email.split("@", 1)[0] ?? email;
}
