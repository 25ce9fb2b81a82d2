/** The administrator roles in ascending order; each includes the permissions of those before it. */
const ranks = ["viewer", "operator", "owner"] as const;

export type Rank = (typeof ranks)[number];

/** Whether `role` includes the permissions of `least`. For display only: the server checks again. */
export function mayAct(role: string, least: Rank): boolean {
  return ranks.findIndex((rank) => rank === role) >= ranks.indexOf(least);
}
