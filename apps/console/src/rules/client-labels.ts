import type { Tone } from "../ui/badge.tsx";

/** Labels of client statuses. */
export const clientStatuses = {
  active: { label: "Active", tone: "good" },
  disabled: { label: "Disabled", tone: "bad" },
  pending: { label: "Waiting for approval", tone: "warn" },
} as const satisfies Readonly<Record<string, { label: string; tone: Tone }>>;

export const clientProvenances = {
  preregistered: "Created by an administrator",
  dynamic: "Dynamic registration",
  document: "Metadata document",
} as const;

export const clientSorts = { created: "Newest first", name: "Name" } as const;
