import { readChoice, readText, type Search } from "./search.ts";

export const lives = { yes: "Alive", no: "Ended" } as const;

/** Which grants are shown; what is absent does not matter. */
export interface GrantFilter {
  alive?: keyof typeof lives;
  userId?: string;
  clientId?: string;
  resource?: string;
}

/** Out of an address or a choice: what is none is left out. */
export function readGrantFilter(search: Search): GrantFilter {
  return {
    ...readChoice(search, "alive", lives),
    ...readText(search, "userId"),
    ...readText(search, "clientId"),
    ...readText(search, "resource"),
  };
}

/** What the server is asked. */
export function toGrantQuery({ alive, ...rest }: GrantFilter): Omit<GrantFilter, "alive"> & { isAlive?: boolean } {
  return alive === undefined ? rest : { ...rest, isAlive: alive === "yes" };
}

/** Whose consents are shown. */
export interface ConsentFilter {
  userId?: string;
  clientId?: string;
}

export function readConsentFilter(search: Search): ConsentFilter {
  return { ...readText(search, "userId"), ...readText(search, "clientId") };
}
