interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** Keeps the label for screen readers only. */
  readonly quiet?: boolean;
}

export function Select({ label, value, choices, onChange, quiet = false }: SelectProps) {
  return (
    <label className="inline-flex items-center gap-2 text-xs text-muted">
      <span className={quiet ? "sr-only" : ""}>{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 max-w-56 rounded-md border border-border-strong bg-surface px-2 text-sm text-text"
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
