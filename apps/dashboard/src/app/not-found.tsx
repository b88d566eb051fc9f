import { ButtonLink } from "@/ui/Button";
import { Empty } from "@/ui/Notice";

export default function NotFound() {
  return (
    <Empty
      title="There is no such page"
      action={
        <>
          <ButtonLink href="/" tone="primary">
            Overview
          </ButtonLink>
          <ButtonLink href="/runs">Runs</ButtonLink>
        </>
      }
    >
      The address may be mistyped or the link incomplete. Nothing is lost.
    </Empty>
  );
}
