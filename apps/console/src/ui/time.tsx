import type { ReactElement } from "react";
import { formatDistance, formatInstant } from "../rules/time.ts";

/** How long ago or ahead; the exact instant at the pointer and for copying. */
export function Time({ at }: { at: Date }): ReactElement {
  return (
    <time dateTime={at.toISOString()} title={formatInstant(at)} className="sm:whitespace-nowrap">
      {formatDistance(at, new Date())}
    </time>
  );
}

export function Instant({ at }: { at: Date }): ReactElement {
  return <time dateTime={at.toISOString()}>{formatInstant(at)}</time>;
}
