import type { ReactElement, ReactNode } from "react";
import { describeFailure } from "../rules/failure.ts";
import { Button } from "./button.tsx";

const tones = {
  note: "border-l-accent bg-note",
  warn: "border-l-warn-line bg-warn",
  bad: "border-l-bad-line bg-bad",
  good: "border-l-good-line bg-good",
} as const;

interface Props {
  tone?: keyof typeof tones;
  /** Screen readers announce it when it appears. */
  isAlert?: boolean;
  children: ReactNode;
}

export function Notice({ tone = "note", isAlert = false, children }: Props): ReactElement {
  return (
    <div
      role={isAlert ? "alert" : undefined}
      className={`rounded-lg border border-l-4 border-line px-3.5 py-2.5 ${tones[tone]}`}
    >
      {children}
    </div>
  );
}

/** The message of a failed call, with a retry button if `onRetry` is given. */
export function FailureNotice({
  error,
  onRetry,
}: {
  error: unknown;
  onRetry?: (() => void) | undefined;
}): ReactElement {
  const { text, requestId } = describeFailure(error);
  return (
    <Notice tone="bad" isAlert>
      <p>{text}</p>
      {requestId !== undefined && (
        <p className="text-soft">
          Request <code>{requestId}</code>
        </p>
      )}
      {onRetry !== undefined && (
        <Button className="mt-2" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
