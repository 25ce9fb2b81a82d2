import { clientProvenances, clientSorts, clientStatuses } from "./client-labels.ts";
import { readChoice, readText, type Search } from "./search.ts";

/** Which clients a list shows, and in which order; an absent member does not filter. */
export interface ClientFilter {
  status?: keyof typeof clientStatuses;
  provenance?: keyof typeof clientProvenances;
  sort?: keyof typeof clientSorts;
  search?: string;
}

/** Reads a filter from search parameters or form values; invalid members are left out. */
export function readClientFilter(search: Search): ClientFilter {
  return {
    ...readChoice(search, "status", clientStatuses),
    ...readChoice(search, "provenance", clientProvenances),
    ...readChoice(search, "sort", clientSorts),
    ...readText(search, "search"),
  };
}
