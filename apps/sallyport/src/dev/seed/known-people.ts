/** What signs somebody in. */
export interface Credentials {
  email: string;
  password: string;
}

/** Whose passwords dev knows: those of its own people, and of those that were put in. */
export interface KnownPeople {
  add(person: Credentials): void;
  /** By e-mail address, or by the part of it before the @. */
  find(wanted: string): Credentials | undefined;
  names(): readonly string[];
  /** Back to dev's own people. */
  clear(): void;
}

export function createKnownPeople(own: readonly Credentials[]): KnownPeople {
  let known = [...own];
  return {
    add: (person) => void (known = [...known, person]),
    find(wanted) {
      const name = wanted.toLowerCase();
      const isMeant = (email: string): boolean => email === name || email.split("@", 1)[0] === name;
      return known.find(({ email }) => isMeant(email.toLowerCase()));
    },
    names: () => known.map(({ email }) => email),
    clear: () => void (known = [...own]),
  };
}
