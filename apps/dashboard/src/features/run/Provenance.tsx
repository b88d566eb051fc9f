import { designName } from "@/format/names";
import { Card } from "@/ui/Card";

/** A design value as text: lists of names joined, other structures as compact JSON. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    const [first] = value;
    if (value.length > 6 && value.every((entry) => entry === first))
      return `${value.length} × ${valueText(first)}`;
    return value
      .map((entry) =>
        typeof entry === "object" && entry !== null && "name" in entry
          ? String(entry.name)
          : valueText(entry),
      )
      .join(", ");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, entry]) => `${key} ${valueText(entry)}`)
      .join("; ");
  }
  return value === null || value === undefined ? "none" : String(value);
}

function Facts({
  title,
  facts,
}: {
  readonly title: string;
  readonly facts: Readonly<Record<string, unknown>>;
}) {
  const entries = Object.entries(facts);
  return (
    <div className="min-w-0">
      <h3 className="mb-2 font-medium">{title}</h3>
      {entries.length === 0 ? <p className="text-muted">Known when the run has ended.</p> : null}
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
        {entries.map(([key, value]) => (
          <div key={key} className="contents">
            <dt className="text-muted">{designName(key)}</dt>
            <dd className="break-words font-mono text-xs leading-5">{valueText(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

interface ProvenanceProps {
  readonly design: Readonly<Record<string, unknown>>;
  readonly provenance: Readonly<Record<string, unknown>>;
}

/** The whole design, seeds included, and what computed the numbers: enough to repeat the run. */
export function Provenance({ design, provenance }: ProvenanceProps) {
  return (
    <Card>
      <h2 className="mb-3 text-base font-semibold">Where the numbers come from</h2>
      <div className="grid gap-6 lg:grid-cols-2">
        <Facts title="Design" facts={design} />
        <Facts title="Computed by" facts={provenance} />
      </div>
    </Card>
  );
}
