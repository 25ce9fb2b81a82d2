import { LoaderCircle } from "lucide-react";
import type { ReactElement } from "react";

export function Spinner({ what = "Loading" }: { what?: string }): ReactElement {
  return (
    <div role="status" className="flex items-center justify-center gap-2 p-6 text-soft">
      <LoaderCircle aria-hidden size={18} className="motion-safe:animate-spin" />
      {what}
    </div>
  );
}
