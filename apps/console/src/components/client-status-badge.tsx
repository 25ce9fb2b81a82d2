import type { ReactElement } from "react";
import { clientStatuses } from "../rules/client-labels.ts";
import { Badge } from "../ui/badge.tsx";

export function ClientStatusBadge({ status }: { status: keyof typeof clientStatuses }): ReactElement {
  const { label, tone } = clientStatuses[status];
  return <Badge tone={tone}>{label}</Badge>;
}
