import Link from "next/link";

interface BreadcrumbProps {
  readonly places: readonly { readonly label: string; readonly href: string; readonly isCode?: boolean }[];
}

/** The way from the outermost page to the one above this. */
export function Breadcrumb({ places }: BreadcrumbProps) {
  return (
    <nav aria-label="Breadcrumb" className="flex flex-wrap gap-1.5 text-xs text-muted">
      {places.map(({ label, href, isCode }, at) => (
        <span key={href} className="inline-flex min-w-0 gap-1.5">
          {at > 0 ? <span aria-hidden>/</span> : null}
          <Link
            href={href}
            className={`min-w-0 truncate hover:text-accent hover:underline ${isCode ? "font-mono" : ""}`}
          >
            {label}
          </Link>
        </span>
      ))}
    </nav>
  );
}
