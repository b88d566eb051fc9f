interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
}

/** One line of text with its label above. */
export function TextField({ label, value, placeholder, onChange }: TextFieldProps) {
  return (
    <label className="block min-w-0 flex-1 text-xs text-muted">
      {label}
      <input
        type="text"
        maxLength={120}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        className="mt-1 h-8 w-full min-w-40 rounded-md border border-border-strong bg-surface px-2 text-sm text-text placeholder:text-muted"
      />
    </label>
  );
}
