import type { Metadata } from "next";
import { StudyPage } from "@/features/study/StudyPage";
import { decodeSegment } from "@/url/choices";

export const metadata: Metadata = { title: "Masking study" };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <StudyPage id={decodeSegment(id)} />;
}
