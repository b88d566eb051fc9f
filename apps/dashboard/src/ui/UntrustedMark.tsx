import { TriangleAlert } from "lucide-react";
import { UNTRUSTED } from "@/format/measures";

/** Beside an estimate whose interval is not to be trusted. */
export function UntrustedMark() {
  return (
    <span role="img" aria-label={UNTRUSTED} title={UNTRUSTED} className="mr-1.5 inline-block align-[-2px]">
      <TriangleAlert aria-hidden className="size-3.5 text-cancelled" />
    </span>
  );
}
