import type { ReactElement } from "react";
import { CopyButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/notice.tsx";

/** A secret that is shown only once, with a copy button. */
export function SecretBox({ name, secret }: { name: string; secret: string }): ReactElement {
  return (
    <Notice tone="warn">
      <p className="font-semibold">{name}: copy it now. It is not shown again.</p>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code data-secret>{secret}</code>
        <CopyButton text={secret} what={name.toLowerCase()} look="plain" isWide />
      </div>
    </Notice>
  );
}
