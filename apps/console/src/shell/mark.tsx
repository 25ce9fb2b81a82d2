import type { ReactElement } from "react";

/** The Sallyport logo. */
export function Mark({ size = 22 }: { size?: number }): ReactElement {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      className="text-accent"
    >
      <path d="M4 21V6l3 2 2.5-3L12 8l2.5-3L17 8l3-2v15z" />
      <path d="M9.5 21v-4.5a2.5 2.5 0 0 1 5 0V21" />
    </svg>
  );
}
