import type { ReactElement } from "react";
import { clientStatuses } from "../rules/client-words.ts";
import { Badge } from "../ui/badge.tsx";

export function ClientStatusBadge({ status }: { status: keyof typeof clientStatuses }): ReactElement {
  const { words, tone } = clientStatuses[status];
  return <Badge tone={tone}>{words}</Badge>;
}
