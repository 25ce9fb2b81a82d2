import { readChoice, readText, type Search } from "./search.ts";

export const userStatuses = { active: "Active", disabled: "Disabled" } as const;
export const userRoles = { user: "user", viewer: "viewer", operator: "operator", owner: "owner" } as const;
export const userSorts = { created: "Newest first", email: "By e-mail address" } as const;

/** Which people a list shows, and in which order; what is absent does not matter. */
export interface UserFilter {
  status?: keyof typeof userStatuses;
  role?: keyof typeof userRoles;
  sort?: keyof typeof userSorts;
  search?: string;
}

/** Out of an address or a choice: what is none is left out. */
export function readUserFilter(search: Search): UserFilter {
  return {
    ...readChoice(search, "status", userStatuses),
    ...readChoice(search, "role", userRoles),
    ...readChoice(search, "sort", userSorts),
    ...readText(search, "search"),
  };
}
