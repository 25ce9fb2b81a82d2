import type { ReactElement } from "react";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";

/** Something secret that is shown this once. */
export function SecretBox({ name, secret }: { name: string; secret: string }): ReactElement {
  return (
    <Notice tone="warn">
      <p className="font-semibold">{name}: keep it now, it is not shown again.</p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code data-secret>{secret}</code>
        <CopyButton text={secret} what={name.toLowerCase()} look="plain" isWide />
      </div>
    </Notice>
  );
}
