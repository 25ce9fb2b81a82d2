import type { InputHTMLAttributes, ReactElement, ReactNode } from "react";
import { Field } from "./field.tsx";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "className" | "id"> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** Makes it a textarea with this many lines. */
  rows?: number;
}

/** A controlled text input or textarea. */
export function TextField({ label, hint, error, value, onChange, rows, ...rest }: Props): ReactElement {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) =>
        rows === undefined ? (
          <input {...rest} {...control} value={value} onChange={({ target }) => onChange(target.value)} />
        ) : (
          <textarea
            {...control}
            className={`${control.className} font-mono text-sm`}
            rows={rows}
            spellCheck={false}
            required={rest.required}
            placeholder={rest.placeholder}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        )
      }
    </Field>
  );
}

interface TickProps {
  isOn: boolean;
  label: string;
  hint?: string;
  onChange: (isOn: boolean) => void;
}

/** A checkbox. */
export function Tick({ isOn, label, hint, onChange }: TickProps): ReactElement {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-1 size-4 shrink-0 accent-accent"
        checked={isOn}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        <span className={hint === undefined ? "" : "font-semibold"}>{label}</span>
        {hint !== undefined && <span className="block text-sm text-soft">{hint}</span>}
      </span>
    </label>
  );
}
