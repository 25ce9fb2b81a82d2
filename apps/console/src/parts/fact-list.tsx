import type { ReactElement } from "react";
import { factPairs } from "../rules/fact-pairs.ts";
import { Facts } from "../ui/page.tsx";

export type FactRecord = Parameters<typeof factPairs>[0];

/** What a request said, or what it was held against. */
export function FactList({ facts }: { facts: FactRecord }): ReactElement {
  const pairs = factPairs(facts);
  if (pairs.length === 0) return <p className="text-soft">Nothing.</p>;
  return <Facts facts={pairs.map(([name, text]) => [name, <code key={name}>{text}</code>])} />;
}
