import type { Evidence, Gathered } from "./evidence.ts";

export const groups = {
  mcp: "MCP endpoint",
  resource: "Protected resource metadata",
  server: "Authorization server metadata",
  register: "Client registration",
  authorize: "Authorization endpoint",
  token: "Token endpoint",
  person: "With a signed-in user",
} as const;

export type GroupName = keyof typeof groups;

export type Finding =
  | { readonly kind: "passed"; readonly note?: string }
  /** `failed` stops a client or breaks a rule of safety; `warned` is a wish that somebody will miss. */
  | { readonly kind: "failed" | "warned"; readonly found: string; readonly fix: string }
  | { readonly kind: "skipped"; readonly because: string };

export interface Check<Id extends string = string> {
  /** Stable, for scripts. */
  readonly id: Id;
  readonly group: GroupName;
  /** What is true when it passes. */
  readonly claim: string;
  judge(evidence: Evidence): Finding;
}

export function defineCheck<const Id extends string>(check: Check<Id>): Check<Id> {
  return check;
}

export function passed(note?: string): Finding {
  return note === undefined ? { kind: "passed" } : { kind: "passed", note };
}

export function failed(found: string, fix: string): Finding {
  return { kind: "failed", found, fix };
}

export function warned(found: string, fix: string): Finding {
  return { kind: "warned", found, fix };
}

export function skipped(because: string): Finding {
  return { kind: "skipped", because };
}

/** Judges what was gathered, or passes on why it was not. */
export function whenGathered<Value>(gathered: Gathered<Value>, judge: (value: Value) => Finding): Finding {
  return gathered.isDone ? judge(gathered.value) : skipped(gathered.because);
}
