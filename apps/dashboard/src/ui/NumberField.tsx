interface NumberFieldProps {
  readonly label: string;
  /** NaN while the field is empty. */
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly step?: number | "any";
  readonly placeholder?: string;
  readonly onChange: (value: number) => void;
}

/** A number with its label before it. */
export function NumberField({ label, value, min, max, step = 1, placeholder, onChange }: NumberFieldProps) {
  return (
    <label className="inline-flex items-center gap-2 text-xs text-muted">
      {label}
      <input
        type="number"
        min={min}
        max={max}
        step={step}
        value={Number.isNaN(value) ? "" : value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-8 w-28 rounded-md border border-border-strong bg-surface px-2 text-sm text-text placeholder:text-muted"
      />
    </label>
  );
}
