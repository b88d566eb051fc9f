import { designFacts, type Fact, provenanceFacts } from "@/format/design";
import { type ImagesOfRun, skippedImagesFacts } from "@/format/skippedImages";
import { Card } from "@/ui/Card";

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium">{title}</h3>
      {facts.length === 0 ? <p className="text-muted">Known when the run has ended.</p> : null}
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
        {facts.map(({ label, text }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="break-words">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface ProvenanceProps {
  readonly design: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, unknown>>;
  /** What the network saw, in a sentence; null while it is not known. */
  readonly networkInput: string | null;
  readonly images: ImagesOfRun;
}

/** The whole design, seeds included, and what computed the numbers: enough to repeat the run. */
export function Provenance({ design, provenance, networkInput, images }: ProvenanceProps) {
  return (
    <Card>
      <h2 className="mb-3 text-base font-semibold">Where the numbers come from</h2>
      <div className="grid gap-6 lg:grid-cols-2">
        <Facts title="Design" facts={[...designFacts(design), ...skippedImagesFacts(images)]} />
        <Facts title="Computed by" facts={provenanceFacts(provenance)} />
      </div>
      {networkInput === null ? null : <p className="mt-4 break-words">{networkInput}</p>}
    </Card>
  );
}
