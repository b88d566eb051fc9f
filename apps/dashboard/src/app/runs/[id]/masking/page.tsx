import type { Metadata } from "next";
import { MaskingPage } from "@/features/masking/MaskingPage";
import { decodeSegment } from "@/url/choices";

export const metadata: Metadata = { title: "Masking" };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <MaskingPage id={decodeSegment(id)} />;
}
