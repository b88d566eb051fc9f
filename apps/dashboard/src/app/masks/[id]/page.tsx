import type { Metadata } from "next";
import { MaskPage } from "@/features/mask/MaskPage";
import { decodeSegment } from "@/url/choices";

export const metadata: Metadata = { title: "Mask" };

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export default async function Page({ params }: PageProps) {
  const { id } = await params;
  return <MaskPage id={decodeSegment(id)} />;
}
