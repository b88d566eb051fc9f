import { ButtonLink } from "@/ui/Button";
import { Card } from "@/ui/Card";

interface NoFactorsProps {
  readonly modelId: string;
  /** What would stand here in another run. */
  readonly title?: string;
}

/** Stands where figures by factor would stand in a run that measures none. */
export function NoFactors({
  modelId,
  title = "Sensitivity by depth and factors by checkpoint",
}: NoFactorsProps) {
  return (
    <Card>
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 max-w-[70ch] text-muted">
        A variance run has no factors: it measures how much every unit varies under all changes together, not
        which change makes it vary. So there is nothing to show by factor. Start a run by Shapley effects or
        Sobol’ indices to split this variance among the factors.
      </p>
      <div className="mt-3">
        <ButtonLink href={`/runs/new?model=${encodeURIComponent(modelId)}&method=SHAPLEY`}>
          New run with factors
        </ButtonLink>
      </div>
    </Card>
  );
}
