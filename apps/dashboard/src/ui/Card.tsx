import type { ReactNode } from "react";

export function Card({
  children,
  className = "",
}: {
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={`rounded-lg border border-border bg-surface p-4 ${className}`}>{children}</section>
  );
}
