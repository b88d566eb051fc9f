import { Skeleton } from "./Notice";

/** A page whose data is on its way: its header and its first card. */
export function PageSkeleton() {
  return (
    <div className="space-y-4">
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-96 w-full" />
    </div>
  );
}
