import type { ReactElement, ReactNode } from "react";

const tones = {
  plain: "border-line text-soft",
  good: "border-good-line bg-good text-ink",
  warn: "border-warn-line bg-warn text-ink",
  bad: "border-bad-line bg-bad text-ink",
  accent: "border-accent text-accent",
} as const;

export type Tone = keyof typeof tones;

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }): ReactElement {
  return (
    <span
      className={`inline-block rounded-full border px-2 py-0.5 text-xs leading-tight font-semibold whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
