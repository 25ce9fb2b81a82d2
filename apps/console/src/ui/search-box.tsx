import { type ReactElement, useEffect, useState } from "react";

const pauseMs = 250;

interface Props {
  label: string;
  /** The active search text. */
  value: string;
  onChange: (value: string) => void;
}

/** Searches when the typing pauses. */
export function SearchBox({ label, value, onChange }: Props): ReactElement {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(text.trim()), pauseMs);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={text}
      maxLength={255}
      spellCheck={false}
      onChange={({ target }) => setText(target.value)}
      className="min-h-9 w-full max-w-72 rounded-lg border border-field bg-card px-3 py-1.5 text-ink placeholder:text-soft"
    />
  );
}
