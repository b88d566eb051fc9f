"use client";

import { CircleHelp, GitCompareArrows, LayoutDashboard, ListChecks } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Shortcuts } from "./Shortcuts";
import { ThemeToggle } from "./ThemeToggle";

const PLACES = [
  { href: "/", label: "Overview", Icon: LayoutDashboard, below: [] },
  // Masks and studies belong to runs.
  { href: "/runs", label: "Runs", Icon: ListChecks, below: ["/runs", "/masks", "/studies"] },
  { href: "/compare", label: "Compare", Icon: GitCompareArrows, below: ["/compare"] },
] as const;

function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-5">
      {[0, 1, 2].flatMap((row) =>
        [0, 1, 2].map((column) => (
          <rect
            key={`${row}${column}`}
            x={1 + column * 6.4}
            y={1 + row * 6.4}
            width="5.2"
            height="5.2"
            rx="1.2"
            fill="var(--accent)"
            opacity={[0.25, 0.5, 1, 0.5, 1, 0.4, 1, 0.35, 0.2][row * 3 + column]}
          />
        )),
      )}
    </svg>
  );
}

/** The quiet frame about every page: where one is, where one can go, the theme. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const pathname = usePathname();
  const isHere = ({ href, below }: (typeof PLACES)[number]) =>
    pathname === href || below.some((start) => pathname.startsWith(start));
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-30 focus:bg-surface focus:p-2"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-10 border-b border-border bg-surface">
        <div className="mx-auto flex h-12 max-w-[1440px] items-center gap-1 px-4 sm:gap-4 sm:px-6">
          <Link href="/" className="mr-1 flex items-center gap-2 font-semibold sm:mr-4">
            <Mark />
            <span className="hidden min-[420px]:inline">Unitscope</span>
          </Link>
          <nav aria-label="Pages" className="flex items-center gap-1">
            {PLACES.map((place) => (
              <Link
                key={place.href}
                href={place.href}
                aria-current={isHere(place) ? "page" : undefined}
                className={`flex h-8 items-center gap-2 rounded-md px-2.5 font-medium ${
                  isHere(place) ? "bg-accent-soft text-accent" : "text-muted hover:bg-sunken hover:text-text"
                }`}
              >
                <place.Icon aria-hidden className="hidden size-4 sm:block" />
                {place.label}
              </Link>
            ))}
          </nav>
          <div className="ml-auto flex items-center gap-1">
            <Link
              href="/help"
              title="How to read the figures"
              aria-label="How to read the figures"
              className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
            >
              <CircleHelp aria-hidden className="size-4" />
            </Link>
            <ThemeToggle />
          </div>
        </div>
      </header>
      <main id="content" className="mx-auto max-w-[1440px] px-4 py-6 sm:px-6">
        {children}
      </main>
      <Shortcuts />
    </>
  );
}
