import { Check, Copy } from "lucide-react";
import { type ReactElement, useEffect, useState } from "react";
import { Button, type ButtonLook } from "./button.tsx";

const shownMs = 2_000;

interface Props {
  text: string;
  /** What is copied: `client ID`. */
  what: string;
  look?: ButtonLook;
  /** Shows its label beside the icon. */
  isWide?: boolean;
}

export function CopyButton({ text, what, look = "quiet", isWide = false }: Props): ReactElement | null {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setIsCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  }

  // Browsers offer the clipboard in secure contexts only.
  if (!window.isSecureContext) return null;
  const Picture = isCopied ? Check : Copy;
  const label = isCopied ? "Copied" : `Copy ${what}`;
  return (
    <Button
      look={look}
      onClick={() => void copy()}
      aria-label={isWide ? undefined : label}
      title={label}
      className={isWide ? "" : "-my-1 min-h-7 px-1.5 py-1"}
    >
      <Picture aria-hidden size={15} />
      {isWide && label}
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </Button>
  );
}
