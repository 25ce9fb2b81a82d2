import type { ButtonHTMLAttributes, ReactElement } from "react";

const looks = {
  main: "bg-accent text-on-accent border-accent hover:brightness-110",
  plain: "bg-card text-ink border-field hover:bg-hover",
  bad: "bg-bad-line text-on-bad border-bad-line hover:brightness-110",
  quiet: "bg-transparent text-ink border-transparent hover:bg-hover",
} as const;

export type ButtonLook = keyof typeof looks;

/** The look of a button, for links and parts of dialogs too. */
export function buttonClass(look: ButtonLook): string {
  return `inline-flex min-h-9 items-center justify-center gap-2 rounded-lg border px-3 py-1.5 text-sm font-semibold whitespace-nowrap disabled:opacity-60 ${looks[look]}`;
}

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  /** While a request is pending. */
  isBusy?: boolean;
}

export function Button({ look = "plain", isBusy = false, disabled, className = "", ...rest }: Props): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy}
      className={`${buttonClass(look)} ${className}`}
    />
  );
}
