interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly title?: string;
}

interface SegmentedProps<T extends string> {
  /** Read out before the choices. */
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A few choices of which one holds, all in sight. */
export function Segmented<T extends string>({ label, choices, value, onChange }: SegmentedProps<T>) {
  return (
    <fieldset className="inline-flex min-w-0 max-w-full overflow-x-auto rounded-md border border-border-strong bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          title={choice.title}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
          className={`h-7 whitespace-nowrap rounded px-2.5 text-xs font-medium ${
            choice.value === value
              ? "bg-surface text-text shadow-[0_0_0_1px_var(--border-strong)]"
              : "text-muted hover:text-text"
          }`}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
