"use client";

import { useId } from "react";

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  /** Keeps the label for screen readers only. */
  readonly quiet?: boolean;
}

export function Select({ label, value, choices, onChange, quiet = false }: SelectProps) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2 text-xs text-muted">
      <label htmlFor={id} className={quiet ? "sr-only" : ""}>
        {label}
      </label>
      <select
        id={id}
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
    </span>
  );
}
