import { clientProvenances, clientStatuses } from "./client-words.ts";
import { readChoice } from "./search.ts";

/** Which clients a list shows; what is absent does not matter. */
export interface ClientFilter {
  status?: keyof typeof clientStatuses;
  provenance?: keyof typeof clientProvenances;
}

/** Out of an address or a choice: what is none is left out. */
export function readClientFilter(search: Readonly<Record<string, unknown>>): ClientFilter {
  return {
    ...readChoice(search, "status", clientStatuses),
    ...readChoice(search, "provenance", clientProvenances),
  };
}
