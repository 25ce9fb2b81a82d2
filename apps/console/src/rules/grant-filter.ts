import { readChoice, readText, type Search } from "./search.ts";

export const grantStatuses = { yes: "Active", no: "Inactive" } as const;

/** Which grants a list shows; an absent member does not filter. */
export interface GrantFilter {
  alive?: keyof typeof grantStatuses;
  userId?: string;
  clientId?: string;
  resource?: string;
}

/** Reads a filter from search parameters or form values; invalid members are left out. */
export function readGrantFilter(search: Search): GrantFilter {
  return {
    ...readChoice(search, "alive", grantStatuses),
    ...readText(search, "userId"),
    ...readText(search, "clientId"),
    ...readText(search, "resource"),
  };
}

/** The input of `grants.list`. */
export function toGrantQuery({ alive, ...rest }: GrantFilter): Omit<GrantFilter, "alive"> & { isAlive?: boolean } {
  return alive === undefined ? rest : { ...rest, isAlive: alive === "yes" };
}

/** Which consents a list shows. */
export interface ConsentFilter {
  userId?: string;
  clientId?: string;
}

export function readConsentFilter(search: Search): ConsentFilter {
  return { ...readText(search, "userId"), ...readText(search, "clientId") };
}
