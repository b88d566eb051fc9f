import type { ReactNode } from "react";

interface ChipProps {
  readonly label?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A small fact: a quiet label and its value. */
export function Chip({ label, title, children }: ChipProps) {
  return (
    <span
      title={title}
      className="inline-flex items-center gap-1.5 rounded-md border border-border bg-sunken px-2 py-0.5 text-xs"
    >
      {label ? <span className="text-muted">{label}</span> : null}
      <span className="font-medium">{children}</span>
    </span>
  );
}
