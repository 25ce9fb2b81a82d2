import { type ReactElement, useEffect, useId, useState } from "react";

interface Props {
  label: string;
  /** What is offered: what is picked, and its name. */
  options: readonly (readonly [value: string, words: string])[];
  /** What was typed so far, to offer what fits. */
  onType?: (text: string) => void;
  onPick: (value: string) => void;
}

/** One of many, found by typing; whoever shows it takes it away once something is picked. */
export function PickBox({ label, options, onType, onPick }: Props): ReactElement {
  const [text, setText] = useState("");
  const listId = useId();

  // What was typed or pasted whole counts also when it is offered only afterwards.
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
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </datalist>
    </>
  );
}
