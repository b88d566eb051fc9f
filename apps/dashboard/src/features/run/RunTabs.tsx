import { Grid3x3, Layers2 } from "lucide-react";
import Link from "next/link";
import { maskingPath, runPath } from "@/url/choices";

interface RunTabsProps {
  readonly runId: string;
  readonly current: "results" | "masking";
}

/** The two sides of a finished run: what it measured, and what masks by it do to the network. */
export function RunTabs({ runId, current }: RunTabsProps) {
  const tabs = [
    { key: "results", label: "Results", href: runPath(runId), Icon: Grid3x3 },
    { key: "masking", label: "Masking", href: maskingPath(runId), Icon: Layers2 },
  ] as const;
  return (
    <nav aria-label="This run" className="flex gap-1 border-b border-border">
      {tabs.map(({ key, label, href, Icon }) => (
        <Link
          key={key}
          href={href}
          aria-current={key === current ? "page" : undefined}
          className={`-mb-px inline-flex items-center gap-2 border-b-2 px-3 py-2 font-medium ${
            key === current
              ? "border-accent text-accent"
              : "border-transparent text-muted hover:border-border-strong hover:text-text"
          }`}
        >
          <Icon aria-hidden className="size-4" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
