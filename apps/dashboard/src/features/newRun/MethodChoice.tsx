import { METHOD_HELP, METHOD_NAMES, METHODS } from "@/format/methods";
import { formatCount, MISSING } from "@/format/number";
import type { Method } from "@/gql/graphql";
import { FormPart } from "@/ui/FormPart";
import { type Cost, methodCost, type Offer } from "./cost";
import type { Draft } from "./draft";

interface MethodChoiceProps {
  readonly draft: Draft;
  readonly offer: Offer;
  readonly problem: string | null;
  readonly onChange: (method: Method) => void;
}

export function costText({ evaluations }: Cost): string {
  return Number.isNaN(evaluations) ? MISSING : formatCount(evaluations);
}

/** The methods, each with what it gives and what it costs with everything else as it is filled in. */
export function MethodChoice({ draft, offer, problem, onChange }: MethodChoiceProps) {
  return (
    <FormPart
      title="Method"
      help="What is measured. The costs are for the factors and the sample below."
      problem={problem}
    >
      <div role="radiogroup" aria-label="Method" className="space-y-1">
        {METHODS.map((method) => {
          const cost = methodCost(draft, method, offer);
          const isChosen = draft.method === method;
          return (
            <label
              key={method}
              className={`flex cursor-pointer items-start gap-2.5 rounded-md p-2 hover:bg-sunken ${isChosen ? "bg-accent-soft" : ""}`}
            >
              <input
                type="radio"
                name="method"
                value={method}
                checked={isChosen}
                onChange={() => onChange(method)}
                className="mt-0.5 size-4 shrink-0 accent-[var(--accent)]"
              />
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <span className="font-medium">
                    {METHOD_NAMES[method]}
                    {method === "SHAPLEY" ? (
                      <span className="ml-2 text-xs font-normal text-accent">recommended</span>
                    ) : null}
                  </span>
                  <span className="text-xs text-muted" title={cost.formula}>
                    {costText(cost)} evaluations
                  </span>
                </span>
                <span className="block text-xs text-muted">{METHOD_HELP[method]}</span>
              </span>
            </label>
          );
        })}
      </div>
    </FormPart>
  );
}
