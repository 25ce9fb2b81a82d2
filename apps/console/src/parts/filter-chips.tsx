import type { ReactElement } from "react";

interface Props<Name extends string> {
  /** Members of a filter that are set by following a link, and what they are called. */
  names: readonly (readonly [member: Name, words: string])[];
  filter: Partial<Record<Name, string>>;
  onLeaveOut: (member: Name) => void;
}

/** What a list is narrowed to; each can be left out again. */
export function FilterChips<Name extends string>({ names, filter, onLeaveOut }: Props<Name>): ReactElement[] {
  return names
    .filter(([member]) => filter[member] !== undefined)
    .map(([member, words]) => (
      <button
        key={member}
        type="button"
        title="Leave this filter out"
        className="max-w-full truncate rounded-full border border-accent px-2.5 py-1 text-sm text-accent hover:bg-hover"
        onClick={() => onLeaveOut(member)}
      >
        {words}: {filter[member]} ×
      </button>
    ));
}
