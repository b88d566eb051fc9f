import type { Metadata } from "next";
import { RunPage } from "@/features/run/RunPage";
import { decodeSegment } from "@/url/choices";

export const metadata: Metadata = { title: "Run" };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <RunPage id={decodeSegment(id)} />;
}
