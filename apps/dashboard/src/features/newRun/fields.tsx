import type { ReactNode } from "react";

interface FieldsetProps {
  readonly title: string;
  readonly help: string;
  readonly problem?: string | null;
  readonly children: ReactNode;
}

/** A part of the form with a line of help, and the problem where there is one. */
export function FormPart({ title, help, problem, children }: FieldsetProps) {
  return (
    <fieldset className="rounded-lg border border-border bg-surface p-4">
      <legend className="float-left w-full text-base font-semibold">{title}</legend>
      <p className="clear-both max-w-[70ch] text-muted">{help}</p>
      <div className="mt-3">{children}</div>
      {problem ? (
        <p role="alert" className="mt-2 text-failed">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

interface TickProps {
  readonly label: ReactNode;
  readonly help?: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Tick({ label, help, isChecked, onChange }: TickProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 rounded-md p-1.5 hover:bg-sunken">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4 shrink-0 accent-[var(--accent)]"
      />
      <span className="min-w-0">
        <span className="flex items-center gap-1.5">{label}</span>
        {help ? <span className="block text-xs text-muted">{help}</span> : null}
      </span>
    </label>
  );
}

interface NumberFieldProps {
  readonly label: string;
  /** NaN while the field is empty. */
  readonly value: number;
  readonly min: number;
  readonly step?: number | "any";
  readonly placeholder?: string;
  readonly onChange: (value: number) => void;
}

export function NumberField({ label, value, min, step = 1, placeholder, onChange }: NumberFieldProps) {
  return (
    <label className="inline-flex items-center gap-2 text-xs text-muted">
      {label}
      <input
        type="number"
        min={min}
        step={step}
        value={Number.isNaN(value) ? "" : value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-8 w-28 rounded-md border border-border-strong bg-surface px-2 text-sm text-text placeholder:text-muted"
      />
    </label>
  );
}
