import Link from "next/link";
import type { ButtonHTMLAttributes, ReactNode } from "react";

type Tone = "primary" | "plain" | "danger";

const TONES: Readonly<Record<Tone, string>> = {
  primary: "border-accent bg-accent text-on-accent hover:opacity-90",
  plain: "border-border-strong bg-surface text-text hover:bg-sunken",
  danger: "border-failed bg-surface text-failed hover:bg-failed-soft",
};

function classOf(tone: Tone): string {
  return `inline-flex h-8 items-center gap-2 whitespace-nowrap rounded-md border px-3 text-sm font-medium disabled:opacity-50 ${TONES[tone]}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: Tone;
}

export function Button({ tone = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={`${classOf(tone)} ${className}`} {...rest} />;
}

interface ButtonLinkProps {
  readonly href: string;
  readonly tone?: Tone;
  readonly children: ReactNode;
}

export function ButtonLink({ href, tone = "plain", children }: ButtonLinkProps) {
  return (
    <Link href={href} className={classOf(tone)}>
      {children}
    </Link>
  );
}
