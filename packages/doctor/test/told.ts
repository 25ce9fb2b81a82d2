import type { Report } from "../src/index.ts";

/** The checks that came to such a finding. */
export function told({ checks }: Report, kind: string): readonly string[] {
  return checks.filter(({ finding }) => finding.kind === kind).map(({ id }) => id);
}
