import type { ReactNode } from "react";

interface CardProps {
  readonly children: ReactNode;
  readonly tone?: "plain" | "failed";
  readonly className?: string;
}

export function Card({ children, tone = "plain", className = "" }: CardProps) {
  const ground = tone === "failed" ? "border-failed bg-failed-soft" : "border-border bg-surface";
  return <section className={`rounded-lg border p-4 ${ground} ${className}`}>{children}</section>;
}
