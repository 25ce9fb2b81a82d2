import { type ReactElement, type ReactNode, type SelectHTMLAttributes, useId } from "react";

/** Attributes that connect the control with its label, hint and error. */
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

/** A form field: label, control, hint and error. */
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
  /** Value and label. */
  options: readonly (readonly [value: Value, label: string])[];
  onChange: (value: Value) => void;
}

/** A select with a label above it. */
export function ChoiceField<Value extends string>({ label, ...rest }: SelectProps<Value>): ReactElement {
  return <Field label={label}>{(control) => <Select {...rest} control={control} />}</Field>;
}

/** A select for filters, with its label for screen readers only. */
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
      {options.map(([one, label]) => (
        <option key={one} value={one}>
          {label}
        </option>
      ))}
    </select>
  );
}
