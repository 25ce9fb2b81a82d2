import { readChoice, readText, type Search } from "./search.ts";

export const userStatuses = { active: "Active", disabled: "Disabled" } as const;
export const userRoles = { user: "user", viewer: "viewer", operator: "operator", owner: "owner" } as const;
export const userSorts = { created: "Newest first", email: "Email" } as const;

/** Which users a list shows, and in which order; an absent member does not filter. */
export interface UserFilter {
  status?: keyof typeof userStatuses;
  role?: keyof typeof userRoles;
  sort?: keyof typeof userSorts;
  search?: string;
}

/** Reads a filter from search parameters or form values; invalid members are left out. */
export function readUserFilter(search: Search): UserFilter {
  return {
    ...readChoice(search, "status", userStatuses),
    ...readChoice(search, "role", userRoles),
    ...readChoice(search, "sort", userSorts),
    ...readText(search, "search"),
  };
}
