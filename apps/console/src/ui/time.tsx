import type { ReactElement } from "react";
import { formatDistance, formatInstant } from "../rules/time.ts";

/** A relative time, with the exact time as a tooltip. */
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
