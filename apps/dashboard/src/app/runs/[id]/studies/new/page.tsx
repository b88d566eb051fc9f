import type { Metadata } from "next";
import { NewStudyPage } from "@/features/study/NewStudyPage";
import { decodeSegment } from "@/url/choices";

export const metadata: Metadata = { title: "New masking study" };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <NewStudyPage runId={decodeSegment(id)} />;
}
