import type { ReactElement } from "react";

interface Props<Name extends string> {
  /** Members of a filter that a link sets, and their labels. */
  names: readonly (readonly [member: Name, label: string])[];
  filter: Partial<Record<Name, string>>;
  onRemove: (member: Name) => void;
}

/** The active filters of a list, each with a button that removes it. */
export function FilterChips<Name extends string>({ names, filter, onRemove }: Props<Name>): ReactElement[] {
  return names
    .filter(([member]) => filter[member] !== undefined)
    .map(([member, label]) => (
      <button
        key={member}
        type="button"
        title="Remove this filter"
        className="max-w-full truncate rounded-full border border-accent px-2.5 py-1 text-sm text-accent hover:bg-hover"
        onClick={() => onRemove(member)}
      >
        {label}: {filter[member]} ×
      </button>
    ));
}
