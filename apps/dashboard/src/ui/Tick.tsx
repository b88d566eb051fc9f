import type { ReactNode } from "react";

interface TickProps {
  readonly label: ReactNode;
  readonly help?: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

/** A choice of yes or no with a line of help. */
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
