"use client";

import { CircleHelp, EllipsisVertical } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Popover } from "@/ui/Popover";
import { FigureMenu, type FigureSource } from "./FigureMenu";
import { FigureTable } from "./FigureTable";

interface FigureProps {
  readonly title: string;
  /** What is seen, computed from the data. */
  readonly sentence?: string | null;
  /** Two lines behind the "?", and the place in the help page that says more. */
  readonly help: { readonly text: string; readonly anchor: string };
  readonly source?: FigureSource;
  /** Controls that change this figure. */
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every figure: title, sentence, controls, explanation and the menu with its data. */
export function Figure({ title, sentence, help, source, controls, children }: FigureProps) {
  const [showsTable, setShowsTable] = useState(false);
  return (
    <section aria-label={title} className="rounded-lg border border-border bg-surface p-4">
      <header className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-semibold leading-7">{title}</h2>
          {sentence ? <p className="max-w-[70ch] text-muted">{sentence}</p> : null}
        </div>
        <Popover label={`About: ${title}`} button={<CircleHelp aria-hidden className="size-4" />}>
          {(close) => (
            <>
              <p>{help.text}</p>
              <Link
                href={`/help#${help.anchor}`}
                onClick={close}
                className="mt-2 inline-block text-accent underline underline-offset-2"
              >
                Read more
              </Link>
            </>
          )}
        </Popover>
        {source ? (
          <Popover label={`Data of: ${title}`} button={<EllipsisVertical aria-hidden className="size-4" />}>
            {(close) => (
              <FigureMenu
                source={source}
                showsTable={showsTable}
                onTable={() => {
                  setShowsTable(!showsTable);
                  close();
                }}
                onDone={close}
              />
            )}
          </Popover>
        ) : null}
      </header>
      {controls ? <div className="mt-3 flex flex-wrap items-center gap-2">{controls}</div> : null}
      <div className="mt-3">{children}</div>
      {source && showsTable ? <FigureTable title={title} table={source.table()} /> : null}
    </section>
  );
}
