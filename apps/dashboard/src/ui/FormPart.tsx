import type { ReactNode } from "react";

interface FormPartProps {
  readonly title: string;
  readonly help: string;
  readonly problem?: string | null;
  readonly children: ReactNode;
}

/** A part of the form with a line of help, and the problem where there is one. */
export function FormPart({ title, help, problem, children }: FormPartProps) {
  return (
    <fieldset className="rounded-lg border border-border bg-surface p-4">
      <legend className="float-left w-full text-base font-semibold">{title}</legend>
      <p className="clear-both max-w-[70ch] text-muted">{help}</p>
      <div className="mt-3">{children}</div>
      {problem ? (
        <p role="alert" className="mt-2 text-failed">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}
