import { ButtonLink } from "./Button";
import { Empty } from "./Notice";

/** In place of a page whose subject is not there. */
export function Missing({ what, why }: { readonly what: string; readonly why: string }) {
  return (
    <Empty title={`This ${what} does not exist`} action={<ButtonLink href="/runs">All runs</ButtonLink>}>
      {why}
    </Empty>
  );
}
