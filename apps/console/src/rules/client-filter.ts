import { clientProvenances, clientSorts, clientStatuses } from "./client-words.ts";
import { readChoice, readText, type Search } from "./search.ts";

/** Which clients a list shows, and in which order; what is absent does not matter. */
export interface ClientFilter {
  status?: keyof typeof clientStatuses;
  provenance?: keyof typeof clientProvenances;
  sort?: keyof typeof clientSorts;
  search?: string;
}

/** Out of an address or a choice: what is none is left out. */
export function readClientFilter(search: Search): ClientFilter {
  return {
    ...readChoice(search, "status", clientStatuses),
    ...readChoice(search, "provenance", clientProvenances),
    ...readChoice(search, "sort", clientSorts),
    ...readText(search, "search"),
  };
}
