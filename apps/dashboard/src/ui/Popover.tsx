"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface PopoverProps {
  /** Name of the button for screen readers and on hover. */
  readonly label: string;
  readonly button: ReactNode;
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a small panel under it; Escape or a click elsewhere closes it. */
export function Popover({ label, button, children }: PopoverProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);
  return (
    <div ref={box} className="relative">
      <button
        type="button"
        title={label}
        aria-label={label}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        className="inline-flex size-7 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-text"
      >
        {button}
      </button>
      {open ? (
        <div
          id={id}
          className="absolute right-0 top-8 z-20 w-72 max-w-[80vw] rounded-lg border border-border-strong bg-surface p-3 text-sm shadow-lg"
        >
          {children(() => setOpen(false))}
        </div>
      ) : null}
    </div>
  );
}
