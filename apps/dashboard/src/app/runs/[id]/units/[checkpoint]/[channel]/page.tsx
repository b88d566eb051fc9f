import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { UnitPage } from "@/features/unit/UnitPage";
import { decodeSegment, wholeWithin } from "@/url/choices";

export const metadata: Metadata = { title: "Unit" };

interface PageProps {
  readonly params: Promise<{ readonly id: string; readonly checkpoint: string; readonly channel: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

const MOST = 2 ** 31 - 1;

export default async function Page({ params, searchParams }: PageProps) {
  const { id, checkpoint, channel } = await params;
  const { y, x } = await searchParams;
  const number = wholeWithin(channel, 0, MOST, -1);
  if (number < 0) notFound();
  const place = (value: string | string[] | undefined) =>
    wholeWithin(typeof value === "string" ? value : null, 0, MOST, 0);
  return (
    <UnitPage
      runId={decodeSegment(id)}
      checkpoint={decodeSegment(checkpoint)}
      channel={number}
      y={place(y)}
      x={place(x)}
    />
  );
}
