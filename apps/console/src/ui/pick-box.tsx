import { type ReactElement, useEffect, useId, useState } from "react";

interface Props {
  label: string;
  /** Value and label of each option. */
  options: readonly (readonly [value: string, label: string])[];
  /** Called with the typed text, to load matching options. */
  onType?: (text: string) => void;
  onPick: (value: string) => void;
}

/** Picks one of many options by typing; the parent removes it after `onPick`. */
export function PickBox({ label, options, onType, onPick }: Props): ReactElement {
  const [text, setText] = useState("");
  const listId = useId();

  // A complete value that was typed or pasted counts even if its option loads later.
  useEffect(() => {
    if (options.some(([value]) => value === text)) onPick(text);
  }, [options, text, onPick]);

  function change(typed: string): void {
    setText(typed);
    onType?.(typed.trim());
  }

  return (
    <>
      <input
        aria-label={label}
        placeholder={label}
        value={text}
        list={listId}
        maxLength={255}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => change(target.value)}
        className="min-h-9 w-full max-w-52 rounded-lg border border-field bg-card px-3 py-1.5 text-ink placeholder:text-soft"
      />
      <datalist id={listId}>
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    </>
  );
}
