import type { Metadata } from "next";
import { ComparePage } from "@/features/compare/ComparePage";

export const metadata: Metadata = { title: "Compare" };

export default function Page() {
  return <ComparePage />;
}
