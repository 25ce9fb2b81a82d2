/** The administrative roles; each may do what those before it may. */
const ranks = ["viewer", "operator", "owner"] as const;

export type Rank = (typeof ranks)[number];

/** Whether the server will let somebody with this role do what needs `least`; it looks for itself as well. */
export function mayAct(role: string, least: Rank): boolean {
  return ranks.findIndex((rank) => rank === role) >= ranks.indexOf(least);
}
