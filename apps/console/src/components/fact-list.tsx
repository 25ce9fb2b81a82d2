import type { ReactElement } from "react";
import { factPairs } from "../rules/fact-pairs.ts";
import { Facts } from "../ui/page.tsx";

export type FactRecord = Parameters<typeof factPairs>[0];

/** The values of a request, or the registered values it was compared with. */
export function FactList({ facts }: { facts: FactRecord }): ReactElement {
  const pairs = factPairs(facts);
  if (pairs.length === 0) return <p className="text-soft">None</p>;
  return <Facts facts={pairs.map(([name, text]) => [name, <code key={name}>{text}</code>])} />;
}
