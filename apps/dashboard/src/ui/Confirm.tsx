"use client";

import { type ReactNode, useRef } from "react";
import { Button } from "./Button";

interface ConfirmProps {
  readonly button: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly isBusy: boolean;
  readonly onYes: () => void;
}

/** A button for something that cannot be taken back: it asks once and says what is lost. */
export function Confirm({ button, title, text, yes, no, isBusy, onYes }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button disabled={isBusy} onClick={() => dialog.current?.showModal()}>
        {button}
      </Button>
      <dialog
        ref={dialog}
        aria-label={title}
        className="m-auto w-96 max-w-[90vw] rounded-lg border border-border-strong bg-surface p-4 text-text backdrop:bg-black/40"
      >
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="mt-2 text-muted">{text}</p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>{no}</Button>
          <Button
            tone="danger"
            onClick={() => {
              dialog.current?.close();
              onYes();
            }}
          >
            {yes}
          </Button>
        </div>
      </dialog>
    </>
  );
}
