"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

const KEYS: readonly (readonly [string, string])[] = [
  ["g o", "Overview"],
  ["g r", "Runs"],
  ["g c", "Compare"],
  ["g n", "New run"],
  ["/", "Search runs"],
  ["?", "This help"],
];
const PLACES: Readonly<Record<string, string>> = { o: "/", r: "/runs", c: "/compare", n: "/runs/new" };

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Listens to the keys of the whole dashboard and shows them on "?". */
export function Shortcuts() {
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let pendingUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place = event.timeStamp < pendingUntil ? PLACES[event.key] : undefined;
      pendingUntil = event.key === "g" ? event.timeStamp + 1200 : 0;
      if (place) {
        event.preventDefault();
        router.push(place);
      } else if (event.key === "/") {
        event.preventDefault();
        const search = document.querySelector<HTMLInputElement>("input[type=search]");
        if (search) search.focus();
        else router.push("/runs?focus=search");
      } else if (event.key === "?") {
        event.preventDefault();
        dialog.current?.showModal();
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router]);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      aria-label="Keyboard shortcuts"
      className="m-auto w-80 max-w-[90vw] rounded-lg border border-border-strong bg-surface p-4 text-text backdrop:bg-black/40"
    >
      <h2 className="text-base font-semibold">Keyboard</h2>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {KEYS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded border border-border-strong bg-sunken px-1.5 py-0.5 font-mono text-xs">
                {keys}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex items-center justify-between">
        <Link href="/help" onClick={close} className="text-accent underline underline-offset-2">
          How to read the figures
        </Link>
        <button
          type="button"
          onClick={close}
          className="h-8 rounded-md border border-border-strong px-3 font-medium hover:bg-sunken"
        >
          Close
        </button>
      </div>
    </dialog>
  );
}
