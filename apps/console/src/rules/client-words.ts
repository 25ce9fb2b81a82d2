import type { Tone } from "../ui/badge.tsx";

/** Statuses of clients, as people read them. */
export const clientStatuses = {
  active: { words: "Active", tone: "good" },
  disabled: { words: "Disabled", tone: "bad" },
  pending: { words: "Waits for approval", tone: "warn" },
} as const satisfies Readonly<Record<string, { words: string; tone: Tone }>>;

export const clientProvenances = {
  preregistered: "Created by an administrator",
  dynamic: "Registered itself",
  document: "Metadata document",
} as const;

export const clientSorts = { created: "Newest first", name: "By name" } as const;
