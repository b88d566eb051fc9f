import type { ReactNode } from "react";
import { Button } from "./Button";
import { ErrorNotice } from "./Notice";
import { TextField } from "./TextField";

interface StartCardProps {
  readonly cost: string;
  /** What the cost is made of. */
  readonly children: ReactNode;
  readonly name: string;
  /** Where the name comes from when none is given. */
  readonly usualName: string;
  readonly onName: (name: string) => void;
  /** What the button starts, as in "Start the run". */
  readonly noun: string;
  readonly isStarting: boolean;
  readonly error: unknown;
}

/** Beside a form for long work: what it costs, its name, and the button that starts it. */
export function StartCard(props: StartCardProps) {
  const { cost, children, name, usualName, onName, noun, isStarting, error } = props;
  return (
    <aside className="space-y-4 lg:sticky lg:top-16">
      <div className="rounded-lg border border-border bg-surface p-4">
        <h2 className="text-base font-semibold">Cost</h2>
        <p className="mt-1 text-xl font-semibold">{cost}</p>
        <p className="text-muted">{children}</p>
        <div className="mt-4">
          <TextField label="Name" value={name} placeholder={usualName} onChange={onName} />
        </div>
        <Button type="submit" tone="primary" disabled={isStarting} className="mt-4 w-full justify-center">
          {isStarting ? "Starting" : `Start the ${noun}`}
        </Button>
      </div>
      {error ? <ErrorNotice error={error} /> : null}
    </aside>
  );
}
