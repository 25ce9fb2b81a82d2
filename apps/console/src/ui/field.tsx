import { type ReactElement, type ReactNode, type SelectHTMLAttributes, useId } from "react";

/** What the control of a field needs, so that its label and words belong to it. */
interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
  className: string;
}

interface Props {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  children: (control: ControlProps) => ReactNode;
}

const controlClass =
  "w-full rounded-lg border border-field bg-card px-3 py-1.5 text-ink placeholder:text-soft aria-invalid:border-bad-line disabled:opacity-60";

/** A label, its control and what there is to say about it. */
export function Field({ label, hint, error, children }: Props): ReactElement {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint === undefined ? [] : [hintId], error === undefined ? [] : [errorId]].flat().join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-semibold">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": described === "" ? undefined : described,
        "aria-invalid": error !== undefined,
        className: controlClass,
      })}
      {hint !== undefined && (
        <p id={hintId} className="mt-1 text-sm text-soft">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={errorId} role="alert" className="mt-1 text-sm font-semibold text-bad-line">
          {error}
        </p>
      )}
    </div>
  );
}

interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  /** Value and words. */
  options: readonly (readonly [value: Value, words: string])[];
  onChange: (value: Value) => void;
}

/** One of a few. */
export function ChoiceField<Value extends string>({ label, ...rest }: SelectProps<Value>): ReactElement {
  return <Field label={label}>{(control) => <Select {...rest} control={control} />}</Field>;
}

/** The same without a line of its own for the label: for filters. */
export function FilterSelect<Value extends string>({ label, ...rest }: SelectProps<Value>): ReactElement {
  const className = "min-h-9 max-w-[min(100%,18rem)] rounded-lg border border-field bg-card px-2 py-1.5 text-ink";
  return <Select {...rest} control={{ "aria-label": label, className }} />;
}

function Select<Value extends string>({
  control,
  value,
  options,
  onChange,
}: Omit<SelectProps<Value>, "label"> & { control: SelectHTMLAttributes<HTMLSelectElement> }): ReactElement {
  return (
    <select
      {...control}
      value={value}
      onChange={({ target }) => {
        const chosen = options.find(([one]) => one === target.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}
